import type { WeightArray } from "../../nn/weights/index.ts";

/** Where the numbers of an array lie among others: the first, and how many lie between neighbours along each axis. */
export interface Strided {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** Side of the squares in which numbers are moved: as many lines as a processor's first cache holds. */
const tile = 32;

/** Numbers in rows, of the given shape, from where they lie among `values`. */
export function gathered(values: WeightArray["values"], { shape, strides }: Strided): WeightArray {
  const rows = new (values.constructor as Float32ArrayConstructor)(sizeOf(shape));
  const last = shape.length - 1;
  const across = { size: shape[last] ?? 1, step: strides[last] ?? 1 };
  // Along this axis neighbours lie together where they are read; along the last, where they are written. Squares of both are fast.
  const near = strides.findIndex((stride, axis) => stride === 1 && axis !== last && (shape[axis] ?? 1) > 1);
  const down = { size: near < 0 ? 1 : (shape[near] ?? 1), step: near < 0 ? 1 : (rowStrides(shape)[near] ?? 1) };
  for (const { from, to } of corners({ shape, strides }, [near, last])) {
    for (let top = 0; top < down.size; top += tile) {
      for (let left = 0; left < across.size; left += tile) {
        for (let row = top; row < Math.min(top + tile, down.size); row++) {
          for (let column = left; column < Math.min(left + tile, across.size); column++) {
            rows[to + row * down.step + column] = values[from + row + column * across.step] ?? 0;
          }
        }
      }
    }
  }
  return { shape, values: rows };
}

/** Where the planes of two axes begin, in the numbers that are read and in those that are written. */
function* corners({ shape, strides }: Strided, plane: readonly number[]): Generator<{ readonly from: number; readonly to: number }> {
  const written = rowStrides(shape);
  const axes = Array.from(shape.keys()).filter((axis) => !plane.includes(axis));
  const count = sizeOf(shape) === 0 ? 0 : sizeOf(axes.map((axis) => shape[axis] ?? 1));
  for (let index = 0; index < count; index++) {
    let left = index;
    let from = 0;
    let to = 0;
    for (const axis of axes) {
      const size = shape[axis] ?? 1;
      from += (left % size) * (strides[axis] ?? 0);
      to += (left % size) * (written[axis] ?? 0);
      left = Math.floor(left / size);
    }
    yield { from, to };
  }
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
