import { describe, positive, positiveInteger } from "../base/index.ts";
import { withoutWeights } from "./pretrained/known-weights.ts";

/** What every network for pictures takes. */
export interface ModelOptions {
  /** Scores that come out, one a class. */
  readonly classes?: number;
  /** `[height, width, channels]` of the pictures; null where any size will do. */
  readonly inputShape?: PictureShape;
  /** All numbers of channels are multiplied by this: 0.5 makes a network of about a quarter of the weights and work. */
  readonly width?: number;
  /** The same seed gives the same first weights. */
  readonly seed?: number;
  /** Begins with trained weights, where there are some for the network: its last layer is new where `classes` are given. */
  readonly pretrained?: boolean;
}

/** `[height, width, channels]`, null where any size will do. */
export type PictureShape = readonly [number | null, number | null, number];

/**
 * Checks the options of a network and fills in what is left out.
 *
 * @param smallest side of pictures for which something is left after all convolutions and poolings
 * @throws RangeError when one is outside of its range, or the pictures are too small
 */
export function completeOptions(
  network: string,
  options: ModelOptions,
  { smallest = 1, ...defaults }: { readonly classes: number; readonly inputShape: PictureShape; readonly smallest?: number },
): CompleteOptions {
  const { classes = defaults.classes, inputShape = defaults.inputShape, width = 1, seed } = options;
  positiveInteger({ classes });
  positive({ width });
  if (options.pretrained) throw withoutWeights(network);
  expectPictureShape(inputShape);
  const [height, wide] = inputShape;
  if (Math.min(height ?? smallest, wide ?? smallest) < smallest)
    throw new RangeError(
      `Expected pictures of at least ${smallest} × ${smallest} pixels for ${network} but got ${height} × ${wide}: nothing would be left of them after its poolings.\n  Resize them: transforms: [T.resize([${smallest}, ${smallest}])]; or take a network with fewer poolings, such as resnet18.`,
    );
  return { classes, inputShape, seed, channels: (count) => Math.max(1, Math.round(count * width)) };
}

export interface CompleteOptions {
  readonly classes: number;
  readonly inputShape: PictureShape;
  readonly seed: number | undefined;
  /** A number of channels at the width wanted. */
  channels(count: number): number;
}

/**
 * Makes sure that the size of pictures is given, for networks whose dense layers look at each of their places.
 *
 * @throws RangeError when the height or the width is null
 */
export function expectKnownSize(network: string, [height, width, channels]: PictureShape): void {
  if (height !== null && width !== null) return;
  throw new RangeError(
    `Expected inputShape of ${network} to be [height, width, ${channels}] in numbers but got [${height}, ${width}, ${channels}]: its dense layers look at every place of a picture.\n  Give the size that your transforms make; resnet18 takes any size.`,
  );
}

function expectPictureShape(shape: unknown): void {
  const size = (value: unknown): boolean => value === null || (Number.isInteger(value) && Number(value) > 0);
  if (Array.isArray(shape) && shape.length === 3 && shape.every(size) && shape[2] !== null) return;
  const got = Array.isArray(shape) ? `[${shape.join(", ")}]` : describe(shape);
  throw new RangeError(`Expected inputShape to be [height, width, channels], height and width null where any size will do, but got ${got}`);
}
