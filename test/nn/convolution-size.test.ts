import fc from "fast-check";
import { expect, test } from "vitest";
import { convolutionSize } from "../../lib/nn/index.ts";

test("known sizes", () => {
  expect(convolutionSize({ size: 28, kernel: 5 })).toBe(24);
  expect(convolutionSize({ size: 224, kernel: 7, stride: 2, padding: 3 })).toBe(112);
  expect(convolutionSize({ size: 10, kernel: 3, dilation: 2 })).toBe(6);
});

test("is the number of places at which the filter lies inside", () => {
  const small = fc.integer({ min: 1, max: 6 });
  const cases = fc.record({ size: fc.integer({ min: 1, max: 40 }), kernel: small, stride: small, padding: fc.nat(4), dilation: small });
  fc.assert(
    fc.property(cases, ({ size, kernel, stride, padding, dilation }) => {
      let places = 0;
      for (let start = -padding; start + dilation * (kernel - 1) < size + padding; start += stride) places++;
      if (places > 0) expect(convolutionSize({ size, kernel, stride, padding, dilation })).toBe(places);
      else expect(() => convolutionSize({ size, kernel, stride, padding, dilation })).toThrow("Expected a filter that fits");
    }),
  );
});

test("says what is wrong and how much padding would do", () => {
  expect(() => convolutionSize({ size: 0, kernel: 3 })).toThrow("Expected size to be a positive integer but got 0");
  expect(() => convolutionSize({ size: 4, kernel: 3, padding: -1 })).toThrow(
    "Expected padding to be a whole number of 0 or more but got -1",
  );
  expect(() => convolutionSize({ size: 3, kernel: 8 })).toThrow(/one of 8 is wider than 3 pixels.*padding of at least 3/s);
});
