import fc from "fast-check";
import { expect, test } from "vitest";
import { expectShape, type WantedShape } from "../../lib/device/index.ts";

const check = (shape: number[], wanted: WantedShape) => () => expectShape({ images: { shape } }, wanted);

test("any shape fits itself, and its axes by name", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 5 }), (shape) => {
      check(shape, shape)();
      check(
        shape,
        shape.map((_, axis) => `axis${axis}`),
      )();
    }),
  ));

test("a shape with one axis of another size never fits", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 5 }), fc.nat(), (shape, at) => {
      const other = shape.map((size, axis) => (axis === at % shape.length ? size + 1 : size));
      expect(check(other, shape)).toThrow(RangeError);
    }),
  ));

test("a name that comes twice wants the same size twice", () => {
  check([4, 4], ["n", "n"])();
  expect(check([4, 5], ["n", "n"])).toThrow("Expected images of shape [n, n] but got [4, 5]");
});

test.each([
  [
    [64, 28, 28],
    ["N", 28, 28, 1],
    "Expected images of shape [N, 28, 28, 1] but got [64, 28, 28]: add the channel axis with x.expandDims(-1)",
  ],
  [[28, 28, 3], ["N", 28, 28, 3], "a single one? Make it a batch of one with x.expandDims(0)"],
  [[64, 10, 1], ["N", 10], "drop the last axis with x.squeeze([-1])"],
  [[8, 3, 32, 32], ["N", 32, 32, 3], "bring them to the end with x.transpose([0, 2, 3, 1])"],
  [[64, 784], ["N", 28, 28, 1], "the rows are flat; shape them with x.reshape([-1, 28, 28, 1])"],
  [[64, 28, 28, 1], ["N", 784], "flatten each one with x.reshape([-1, 784])"],
])("%j where %j is wanted names the mend", (shape, wanted, message) => {
  expect(check(shape, wanted)).toThrow(message);
});

test("without a likely mistake it says only what was wanted and what came", () => {
  expect(check([7], ["N", 28, 28, 1])).toThrow(/^Expected images of shape \[N, 28, 28, 1\] but got \[7\]$/);
});
