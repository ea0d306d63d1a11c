import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader, Dict, Global, type Surroundings, Tuple, unpickle } from "../../../../lib/vision/weights/pickle/index.ts";

const surroundings: Surroundings = {
  global: (module, name) => {
    if (module !== "toys") throw new RangeError(`it would run ${module}.${name}`);
    return new Global(`${module}.${name}`, name === "pair" ? (args) => ({ pair: args }) : undefined);
  },
  persistent: (id) => ({ id }),
};

/** The value of a pickle, from texts whose characters are its bytes, or from bytes. */
const read = (...parts: readonly (string | readonly number[])[]): unknown => {
  const bytes = parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part)));
  return unpickle(new ByteReader(Buffer.concat(bytes)), surroundings);
};

describe("reads", () => {
  test.each<[string, unknown]>([
    ["N.", null],
    ["\x88.", true],
    ["I00\n.", false],
    ["I-7\n.", -7],
    ["K\x07.", 7],
    ["M\x01\x02.", 513],
    ["J\xff\xff\xff\xff.", -1],
    ["L123L\n.", 123],
    ["\x8a\x00.", 0],
    ["\x8a\x01\xff.", -1],
    ["\x8a\x02\xff\x00.", 255],
    ["\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 0x1950a86a20f9469cfc6cn],
    ["F0.25\n.", 0.25],
    ["G\x3f\xf8\x00\x00\x00\x00\x00\x00.", 1.5],
    ["X\x03\x00\x00\x00a\xc3\xa4.", "aä"],
    ["U\x02hi.", "hi"],
    ["\x8c\x02hi.", "hi"],
    ["(lp0\nI1\naI2\na.", [1, 2]],
    ["](K\x01K\x02e.", [1, 2]],
    ["K\x01K\x02\x86.", new Tuple([1, 2])],
    ["K\x01K\x02K\x03\x87.", new Tuple([1, 2, 3])],
    ["(K\x01t.", new Tuple([1])],
    ["\x8f(K\x01K\x02\x90.", new Set([1, 2])],
    ["]q\x00h\x00a0h\x00.", expect.any(Array)],
    ["K\x01(K\x02K\x031.", 1],
  ])("%j", (text, value) => expect(read(text)).toEqual(value));

  test("dicts, in their order", () => {
    const dict = read("}(U\x01bK\x01U\x01aK\x02u.");
    expect(dict instanceof Dict && [...dict.entries]).toEqual([
      ["b", 1],
      ["a", 2],
    ]);
  });

  test("a list within itself", () => {
    const list = read("]q\x00h\x00a.") as unknown[];
    expect(list[0]).toBe(list);
  });

  test("calls of what it may call, and references to the outside", () => {
    expect(read("ctoys\npair\nK\x01K\x02\x86R.")).toEqual({ pair: [1, 2] });
    expect(read("\x8c\x04toys\x8c\x04pair\x93K\x01\x85\x81.")).toEqual({ pair: [1] });
    expect(read("U\x01aQ.")).toEqual({ id: "a" });
  });
});

describe("refuses", () => {
  test.each([
    ["cos\nsystem\nU\x02lsq\x00\x85R.", "it would run os.system"],
    ["\x8c\x02os\x8c\x06system\x93.", "it would run os.system"],
    ["ctoys\nbear\n)R.", "it calls toys.bear"],
    ["ctoys\npair\nK\x01R.", "it calls toys.pair"],
    ["K\x01)R.", "it calls something that is no function"],
    ["(ios\nsystem\n.", "it makes an object by the operation INST at byte 1: refused"],
    ["(ctoys\nbear\no.", "it makes an object by the operation OBJ at byte 12"],
    ["\x82\x01.", "by the operation EXT1"],
    ["P7\n.", "it has the byte 0x50 at 0, which is no operation"],
    [".", "it takes more from its stack than lies there"],
    ["K\x01a.", "it takes more from its stack than lies there"],
    ["K\x01K\x02a.", "it appends to a list that is none"],
    ["(K\x01(a.", "it takes more from its stack than lies there"],
    ["t.", "it looks for a mark that was not set"],
    ["](K\x01u.", "it sets items of a dict that is none"],
    ["}(K\x01u.", "it sets items of a dict that is none"],
    ["h\x05.", "it recalls thing 5, which was not remembered"],
    ["\x80\x06N.", "it is of version 6 of pickle"],
    ["Iseven\n.", 'it has "seven" in the place of a whole number'],
    ["I7", "a line that begins at byte 1 has no end"],
    ["X\xff\xff\xff\xffa.", "it ends at byte 7, within 4,294,967,295 bytes from 5 on"],
    ["\x8b\xff\xff\xff\x7f.", "it ends at byte 6"],
    ["K\x01", "it ends at byte 2"],
  ])("%j: %s", (text, message) => {
    expect(() => read(text)).toThrow(RangeError);
    expect(() => read(text)).toThrow(message);
  });

  test("a number of a million digits", () => expect(() => read(`I${"9".repeat(1_000_000)}\n.`)).toThrow("has no end"));

  test("more objects than fit into memory", () =>
    expect(() => read("N".repeat(4_000_001), ".")).toThrow("it makes more than 4,000,000 objects"));
});

test("a hundred thousand lists within each other are no danger", () => {
  let list = read("]".repeat(100_000), "a".repeat(99_999), ".");
  let depth = 0;
  for (; Array.isArray(list); list = list[0]) depth++;
  expect(depth).toBe(100_000);
});

test("what doubles with each line takes no more room than its lines", () => {
  // a = []; b = [a, a]; c = [b, b]; …, which written out would be 2⁶⁰ lists.
  const doubling = Array.from({ length: 60 }, () => "](h\x00h\x00eq\x00");
  expect(read("]q\x00", ...doubling, ".")).toHaveLength(2);
});

test("any bytes give a value or a RangeError that says what is wrong", () => {
  const codes = fc.constantFrom(
    ...Array.from("N\x88\x89IJKMLFGTUVX\x8a\x8b\x8c)\x85\x86\x87t]lae}dsu\x8f\x90\x91(012pqr\x94ghjc\x93QR\x81b\x80\x95.", (code) =>
      code.charCodeAt(0),
    ),
  );
  const bytes = fc.array(fc.oneof({ weight: 4, arbitrary: codes }, { weight: 1, arbitrary: fc.nat(255) }), { maxLength: 60 });
  fc.assert(
    fc.property(bytes, (content) => {
      try {
        read(content);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect((error as Error).message).toMatch(/^(it|a line) /);
      }
    }),
    { numRuns: 2000 },
  );
});
