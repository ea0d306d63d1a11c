import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIdx } from "../../../../lib/data/collections/idx/idx.ts";

function idx(shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x0800 + shape.length);
  for (const [axis, length] of shape.entries()) header.setUint32(4 + 4 * axis, length);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...values]);
}

test("gives back the lengths and the values that were written", () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(sizes, fc.infiniteStream(fc.nat(255)), (shape, stream) => {
      const values = Uint8Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => stream.next().value ?? 0);
      expect(parseIdx(idx(shape, values), "toy", shape.length)).toEqual({ shape, values });
    }),
  );
});

test("says what it expected of the first bytes", () => {
  expect(() => parseIdx(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), "toy", 1)).toThrow(
    "Expected toy to begin with the bytes 00 00 08 01 (IDX, unsigned bytes, 1 dimensions) but got 01 02 03 04. Is it another file?",
  );
  expect(() => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 0), "toy", 1)).toThrow("It is still compressed: gunzip it first.");
  expect(() => parseIdx(new Uint8Array(0), "toy", 1)).toThrow("but got nothing");
});

test("says how many values it expected", () => {
  const whole = idx([2, 3], Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect(() => parseIdx(whole.subarray(0, -2), "toy", 2)).toThrow("hold 2 × 3 = 6 values after its header but got 4: it is cut off");
  expect(() => parseIdx(Uint8Array.of(...whole, 9), "toy", 2)).toThrow("but got 7: something was added to it");
  expect(() => parseIdx(whole.subarray(0, 7), "toy", 2)).toThrow("a header of 12 bytes but got 7 bytes");
});
