import type { WeightArray } from "../../nn/weights/index.ts";

/** Where the numbers of an array lie among others: the first, and how many lie between neighbours along each axis. */
export interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Numbers in rows, of the given shape, from where they lie among `values`. */
export function gathered(values: WeightArray["values"], { shape, strides }: Strided): WeightArray {
  const length = sizeOf(shape);
  const rows = new (values.constructor as Float32ArrayConstructor)(length);
  const place = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < length; to++) {
    rows[to] = values[from] ?? 0;
    // One step along the last axis; where that is at its end, it goes back and the axis before it makes one.
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      const size = shape[axis] ?? 1;
      const stride = strides[axis] ?? 0;
      from += stride;
      if (next < size) {
        place[axis] = next;
        break;
      }
      from -= size * stride;
      place[axis] = 0;
    }
  }
  return { shape, values: rows };
}

/** The same array with its axes in another order, as `tf.transpose` and `numpy.transpose` do it. */
export function transposed({ shape, values }: WeightArray, axes: readonly number[]): WeightArray {
  const strides = rowStrides(shape);
  return gathered(values, { shape: axes.map((axis) => shape[axis] ?? 1), strides: axes.map((axis) => strides[axis] ?? 0) });
}

/** The same numbers in another shape. */
export const reshaped = ({ values }: WeightArray, shape: readonly number[]): WeightArray => ({ shape, values });

/** How far apart neighbours along each axis are where numbers lie in rows. */
export function rowStrides(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** How many numbers an array of a shape has. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
