import { readFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPth } from "../../../../lib/vision/weights/index.ts";
import { zipOf } from "../archive.ts";
import { expected, fixture } from "../fixtures.ts";

/** The pickle of an archive, as `torch.save` puts it there, from texts. */
const archiveOf = (...parts: readonly string[]): Uint8Array =>
  zipOf({ "w/data.pkl": Buffer.from(parts.join(""), "latin1"), "w/data/0": Buffer.from(new Float32Array([1, 2, 3, 4]).buffer) });

const text = (words: string): string => `U${String.fromCharCode(words.length)}${words}`;
const storage = (type = "FloatStorage", length = 4): string =>
  `(${text("storage")}ctorch\n${type}\n${text("0")}${text("cpu")}K${String.fromCharCode(length)}tQ`;
const tensor = ({ offset = "K\x00", shape = "K\x04\x85", strides = "K\x01\x85", of = storage() } = {}): string =>
  `ctorch._utils\n_rebuild_tensor_v2\n(${of}${offset}${shape}${strides}\x89NtR`;
const dictOf = (value: string): string => `\x80\x02}${text("a")}${value}s.`;

describe.each(["torch.pth", "torch-legacy.pth"])("%s", (file) => {
  test("has every tensor as PyTorch has it: views, other strides, all types", async () => {
    const { weights } = readPth(await readFile(fixture(file)), file);
    const read = Object.fromEntries(Array.from(weights, ([name, { shape, values }]) => [name, { shape, values: Array.from(values) }]));
    expect(read).toEqual(expected.state_dict);
    expect([...weights.keys()]).toEqual(Object.keys(expected.state_dict));
  });

  test("cut off anywhere is refused with its name", async () => {
    const bytes = await readFile(fixture(file));
    for (let length = 0; length < bytes.length; length += 37) {
      expect(() => readPth(bytes.subarray(0, length), "cut.pth")).toThrow(/^Expected cut\.pth to hold weights of PyTorch but /);
    }
  });

  test("with any byte changed gives weights of these shapes or a RangeError", async () => {
    const bytes = await readFile(fixture(file));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (place, byte) => {
        const damaged = Buffer.from(bytes);
        damaged[place] = byte;
        try {
          readPth(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          expect((error as Error).message).toContain("Expected the file to hold weights of PyTorch but ");
        }
      }),
      { numRuns: 400 },
    );
  });
});

test("an archive notices any change of its numbers, by its checksums", async () => {
  const bytes = await readFile(fixture("net.pth"));
  const place = bytes.indexOf(Buffer.from(new Float32Array([-64 / 32 / 4, -57 / 32 / 4]).buffer));
  expect(place).toBeGreaterThan(0);
  bytes.fill(0x55, place, place + 1);
  expect(() => readPth(bytes)).toThrow(/net\/data\/0 in its archive has another checksum than was noted/);
});

test("a checkpoint gives its weights, without the prefix of DataParallel", async () => {
  const { weights } = readPth(await readFile(fixture("net.pth")));
  expect([...weights.keys()].slice(0, 3)).toEqual(["conv1.weight", "conv1.bias", "bn1.weight"]);
  expect([...readPth(await readFile(fixture("net-legacy.pth"))).weights]).toEqual([...weights]);
});

test("a pickle and its storage by hand", () => {
  expect(readPth(archiveOf(dictOf(tensor()))).weights.get("a")).toEqual({ shape: [4], values: Float32Array.of(1, 2, 3, 4) });
  const last = tensor({ offset: "K\x02", shape: "K\x02\x85" });
  expect(readPth(archiveOf(dictOf(last))).weights.get("a")?.values).toEqual(Float32Array.of(3, 4));
});

describe("refuses to run, and names,", () => {
  const run = (callee: string): string => dictOf(`${callee}\x85R`);
  test.each([
    ["os.system", run(`cos\nsystem\n${text("id")}`)],
    ["posix.system", run(`cposix\nsystem\n${text("id")}`)],
    ["builtins.eval", run(`cbuiltins\neval\n${text("1")}`)],
    ["__builtin__.exec", run(`c__builtin__\nexec\n${text("1")}`)],
    ["subprocess.Popen", run(`csubprocess\nPopen\n${text("id")}`)],
    ["os.system", dictOf(`${text("os")}${text("system")}\x93${text("id")}\x85R`)],
    ["importlib.import_module", run(`cimportlib\nimport_module\n${text("os")}`)],
  ])("%s", (name, content) => {
    const bytes = archiveOf(content);
    expect(() => readPth(bytes, "evil.pth")).toThrow(
      `Expected evil.pth to hold weights of PyTorch but it would run ${name} when loaded: refused. Nothing was run.`,
    );
    expect(() => readPth(Buffer.from(content, "latin1"), "evil.pth")).toThrow(`it would run ${name} when loaded: refused`);
  });

  test.each([
    ["__main__.Net", "c__main__\nNet\n"],
    ["torch.nn.modules.conv.Conv2d", "ctorch.nn.modules.conv\nConv2d\n"],
    ["torch.load", "ctorch\nload\n"],
    ["torch._utils._rebuild_parameter.__globals__", "ctorch._utils._rebuild_parameter\n__globals__\n"],
    ["numpy.core.multiarray._reconstruct", "cnumpy.core.multiarray\n_reconstruct\n"],
    ["operator.attrgetter", "coperator\nattrgetter\n"],
  ])("%s, with what to save in its place", (name, callee) => {
    expect(() => readPth(archiveOf(run(callee)))).toThrow(`it would run ${name} when loaded: refused`);
    expect(() => readPth(archiveOf(run(callee)))).toThrow("torch.save(model.state_dict(), path)");
  });

  test("the source code of a model", () => {
    const code = `(${text("module")}ctorch\nSize\n${text("a.py")}${text("x")}tQ`;
    expect(() => readPth(archiveOf(dictOf(code)))).toThrow("it holds the code of a model: refused");
  });
});

describe("refuses what may be named but is used otherwise:", () => {
  test.each([
    ["an ordered dict of arguments", dictOf("ccollections\nOrderedDict\nK\x01\x85R"), "it calls collections.OrderedDict with arguments"],
    ["a call of a storage", dictOf("ctorch\nFloatStorage\nK\x01\x85R"), "it calls torch.FloatStorage"],
    ["a call of a type", dictOf("ctorch\nfloat32\n)R"), "it calls torch.float32"],
    ["a tensor of a text", dictOf(tensor({ of: text("storage") })), "it makes a tensor of something that is no storage"],
    ["a tensor of a tensor", dictOf(tensor({ of: tensor() })), "it makes a tensor of something that is no storage"],
    ["a tensor without arguments", dictOf("ctorch._utils\n_rebuild_tensor_v2\n)R"), "it makes a tensor of something that is no storage"],
    ["a shape that is a list", dictOf(tensor({ shape: "]" })), "it makes a tensor of a shape that is none"],
    ["a negative offset", dictOf(tensor({ offset: "J\xff\xff\xff\xff" })), "it makes a tensor of a shape that is none"],
    ["strides for another shape", dictOf(tensor({ strides: ")" })), "it makes a tensor of a shape that is none"],
    [
      "a tensor beyond its storage",
      dictOf(tensor({ shape: "K\x05\x85" })),
      "it has a tensor of [5] that reaches beyond its storage of 4 numbers",
    ],
    ["an offset beyond its storage", dictOf(tensor({ offset: "K\x01" })), "reaches beyond its storage"],
    [
      "a shape too large to count",
      dictOf(tensor({ shape: "J\xff\xff\xff\x7fq\x00h\x00h\x00\x87", strides: "K\x00q\x01h\x01h\x01\x87" })),
      "reaches beyond its storage",
    ],
    [
      "a number repeated a million million times",
      dictOf(tensor({ shape: "J\x00\x00\x00\x40J\x00\x04\x00\x00\x86", strides: "K\x00K\x00\x86" })),
      "its tensors up to a would take 1,099,511,627,776 numbers",
    ],
    [
      "a parameter of a text",
      dictOf(`ctorch._utils\n_rebuild_parameter\n${text("x")}\x85R`),
      "it makes a parameter of something that is no tensor",
    ],
    ["a storage of another length", dictOf(tensor({ of: storage("DoubleStorage") })), "the storage of a has 16 bytes in place of 32"],
    ["a storage that is not there", dictOf(tensor()).replace("0U\x03cpu", "9U\x03cpu"), "its archive has no w/data/9"],
    ["a list", "\x80\x02].", "it holds an array of 0, no state dict"],
    ["one tensor", `\x80\x02${tensor()}.`, "it holds one tensor of [4], no state dict"],
    ["nothing", "\x80\x02}.", "it holds no weights, neither under names of their own nor in state_dict"],
    ["numbers only", dictOf("K\x01"), 'it has "a"'],
  ])("%s", (_, content, message) => {
    expect(() => readPth(archiveOf(content))).toThrow(RangeError);
    expect(() => readPth(archiveOf(content))).toThrow(message);
  });
});

describe("an archive of another sort", () => {
  const pickle = Buffer.from(dictOf(tensor()), "latin1");
  const numbers = Buffer.from(new Float32Array([1, 2, 3, 4]).buffer);

  test("of TorchScript says how to save its weights", () => {
    expect(() => readPth(zipOf({ "w/data.pkl": pickle, "w/code/net.py": Buffer.of() }))).toThrow("torch.jit.load(path).state_dict()");
  });

  test("of documents says what is missing", () => {
    expect(() => readPth(zipOf({ "readme.txt": Buffer.from("hello") }))).toThrow("its archive has no data.pkl");
  });

  test("with the bytes of numbers in the other order is refused", () => {
    expect(() => readPth(zipOf({ "w/data.pkl": pickle, "w/byteorder": Buffer.from("big"), "w/data/0": numbers }))).toThrow(
      'the byte order "big"',
    );
  });

  test("that was packed anew, smaller, is read", () => {
    const packed = zipOf({ "w/data.pkl": pickle, "w/data/0": numbers }, { pack: deflateRawSync });
    expect(readPth(packed).weights.get("a")?.values).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  test("that would unpack to far more than it has is refused before it is unpacked", () => {
    const bomb = zipOf({ "w/data.pkl": Buffer.alloc(50_000_000) }, { pack: deflateRawSync });
    expect(() => readPth(bomb)).toThrow("would unpack to 50.0 MB and more");
  });

  test("that unpacks to more than it says is refused", () => {
    const content = { "w/data.pkl": Buffer.alloc(9000, "x") };
    const lying = zipOf(content, { pack: deflateRawSync, size: () => 1000, crc: crc32 });
    expect(() => readPth(lying)).toThrow("can't be unpacked to 1.0 kB");
  });
});
