import fc from "fast-check";
import { expect, test } from "vitest";
import { FrameReader, frameOf } from "../../../lib/kernel/link/frames.ts";

test("values come out as they went in, however the pipe cuts them", () => {
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.uint8Array(),
    fc.record({ a: fc.string(), b: fc.array(fc.double()) }),
    fc.constant(null),
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (values, cuts) => {
      const bytes = Buffer.concat(values.map(frameOf));
      const reader = new FrameReader();
      const read: unknown[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = cuts[turn % cuts.length] ?? 1;
        read.push(...reader.read(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(read.map(plain)).toEqual(values.map(plain));
    }),
  );
});

const plain = (value: unknown): unknown => (value instanceof Uint8Array ? [...value] : value);
