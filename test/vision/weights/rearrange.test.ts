import fc from "fast-check";
import { expect, test } from "vitest";
import { gathered, reshaped, rowStrides, sizeOf, transposed } from "../../../lib/vision/weights/rearrange.ts";

const shapes = fc.array(fc.nat(4), { maxLength: 5 });
const shapesAndOrders = shapes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axes: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }) }),
);
const counting = (shape: readonly number[]) => ({ shape, values: Int32Array.from({ length: sizeOf(shape) }, (_, index) => index) });

/** All places in an array of a shape, in rows. */
const places = (shape: readonly number[]): number[][] =>
  shape.reduce<number[][]>(
    (before, size) => before.flatMap((place) => Array.from({ length: size }, (_, index) => [...place, index])),
    [[]],
  );

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, axis) => sum + value * (other[axis] ?? 0), 0);

test("a transposed array has at each place what was at the place with the axes back in order", () =>
  fc.assert(
    fc.property(shapesAndOrders, ({ shape, axes }) => {
      const result = transposed(counting(shape), axes);
      expect(result.shape).toEqual(axes.map((axis) => shape[axis]));
      const strides = rowStrides(shape);
      const wanted = places(result.shape).map((place) =>
        dot(
          place,
          axes.map((axis) => strides[axis] ?? 0),
        ),
      );
      expect(Array.from(result.values)).toEqual(wanted);
    }),
  ));

test("any strides: the number at each place is where they say", () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.nat(5)), { maxLength: 4 }), (axes) => {
      const [shape, strides] = [axes.map(([size]) => size), axes.map(([, stride]) => stride)];
      const { values } = gathered(counting([200]).values, { shape, strides });
      expect(Array.from(values)).toEqual(places(shape).map((place) => dot(place, strides)));
    }),
  ));

test("sides beyond the squares in which numbers are moved", () => {
  const { values } = transposed(counting([70, 3, 45]), [2, 1, 0]);
  expect(Array.from(values.slice(0, 3))).toEqual([0, 135, 270]);
  expect(values[44 * 210 + 2 * 70 + 69]).toBe(70 * 3 * 45 - 1);
  expect(new Set(values).size).toBe(70 * 3 * 45);
});

test("the same numbers in another shape", () => {
  expect(reshaped(counting([2, 3]), [3, 2])).toEqual({ shape: [3, 2], values: Int32Array.of(0, 1, 2, 3, 4, 5) });
});
