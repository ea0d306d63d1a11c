import type { tf } from "./tensorflow.ts";

/** A wanted shape: a number for an axis of that size, a name for one of any size. The same name twice wants the same size twice. */
export type WantedShape = readonly (number | string)[];

const words = (shape: WantedShape): string => `[${shape.join(", ")}]`;

/**
 * Checks the shape of a tensor that is given by name.
 *
 * @param tensors `{ name: tensor }`, so that the message can name what was wrong
 * @throws RangeError such as "Expected images of shape [N, 28, 28, 1] but got [64, 28, 28]: add the channel axis with x.expandDims(-1)"
 * @example
 * expectShape({ images }, ["N", 28, 28, 1]);
 */
export function expectShape(tensors: Readonly<Record<string, Pick<tf.Tensor, "shape">>>, wanted: WantedShape): void {
  for (const [name, { shape }] of Object.entries(tensors)) {
    if (fits(shape, wanted)) continue;
    const mend = likelyMend(shape, wanted);
    throw new RangeError(`Expected ${name} of shape ${words(wanted)} but got ${words(shape)}${mend ? `: ${mend}` : ""}`);
  }
}

function fits(shape: readonly number[], wanted: WantedShape): boolean {
  const sizes = new Map<string, number>();
  return (
    shape.length === wanted.length &&
    wanted.every((axis, index) => {
      const size = shape[index] as number;
      if (typeof axis === "number") return axis === size;
      if (!sizes.has(axis)) sizes.set(axis, size);
      return sizes.get(axis) === size;
    })
  );
}

/** The likeliest mistake by the two shapes alone, and what mends it; undefined where none suggests itself. */
function likelyMend(shape: readonly number[], wanted: WantedShape): string | undefined {
  const last = wanted.length - 1;
  if (wanted[last] === 1 && fits([...shape, 1], wanted)) return "add the channel axis with x.expandDims(-1)";
  if (fits([1, ...shape], wanted)) return "a single one? Make it a batch of one with x.expandDims(0)";
  if (shape.length === wanted.length + 1 && shape.at(-1) === 1 && fits(shape.slice(0, -1), wanted))
    return "drop the last axis with x.squeeze([-1])";
  if (shape.length === 4) {
    const [count, channels, height, width] = shape as [number, number, number, number];
    if (fits([count, height, width, channels], wanted))
      return "the channels come second here; bring them to the end with x.transpose([0, 2, 3, 1])";
  }
  const inner = wanted.slice(1);
  const flat = inner.reduce<number>((product, axis) => product * Number(axis), 1); // NaN, which equals nothing, where an axis is free
  if (shape.length === 2 && inner.length > 1 && shape[1] === flat)
    return `the rows are flat; shape them with x.reshape([-1, ${inner.join(", ")}])`;
  if (wanted.length === 2 && shape.length > 2 && flatSize(shape) === wanted[1])
    return `flatten each one with x.reshape([-1, ${wanted[1]}])`;
  return undefined;
}

/** The number of values in one element of a batch. */
function flatSize(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}
