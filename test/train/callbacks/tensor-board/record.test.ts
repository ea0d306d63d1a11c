import fc from "fast-check";
import { expect, test } from "vitest";
import { framed } from "../../../../lib/train/callbacks/tensor-board/record.ts";
import { recordsIn } from "./read-events.ts";

test("records come out as they went in, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (all) => {
      expect(recordsIn(Buffer.concat(all.map(framed))).map((record) => [...record])).toEqual(all.map((record) => [...record]));
    }),
  );
});

test("a byte that has changed is found", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 50 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (data, place, change) => {
      const record = Buffer.from(framed(data));
      const at = place % record.length;
      record[at] = (record[at] ?? 0) ^ change;
      expect(() => recordsIn(record)).toThrow();
    }),
  );
});
