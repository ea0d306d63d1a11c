import fc from "fast-check";
import { expect, test } from "vitest";
import { toCodePoints, toUnits } from "../../../lib/kernel/front/code-points.ts";

test("an emoji is one code point and two units", () => {
  expect(toUnits("😀x", 1)).toBe(2);
  expect(toCodePoints("😀x", 2)).toBe(1);
});

test("there and back is where it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, at) => {
      const position = Math.min(at, [...text].length);
      expect(toCodePoints(text, toUnits(text, position))).toBe(position);
    }),
  );
});
