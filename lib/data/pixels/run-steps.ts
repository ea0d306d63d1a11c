import { Image, type ImageParts } from "../image/image.ts";
import type { Size, Step } from "../transforms/transform.ts";
import type { Block } from "./block.ts";
import { floatStep } from "./float-steps.ts";
import { joinSteps, type Pass, sizeOf } from "./join-steps.ts";
import { bytesOf, runPass } from "./run-pass.ts";
import { Scratch, workspace } from "./scratch.ts";
import { sizeAfter } from "./step-size.ts";

/**
 * Does steps to a picture. Neighbours are joined (a flip is done by the resize before it, a crop keeps a resize from making what is
 * cut off), to the same result, to the last bit, as one by one.
 *
 * Bytes are worked on by WebAssembly kernels, and resized to the very bytes that Pillow's `resize(…, BILINEAR)` gives; floats as Pillow
 * resizes pictures of the mode `F`.
 *
 * @returns a picture in memory of its own; the one given stays as it is
 * @throws RangeError when a crop leaves the picture, a size is not in whole pixels, or a scale is for other channels
 * @example
 * runSteps(image, [{ kind: "resize", height: 144, width: 144 }, { kind: "crop", top: 8, left: 8, height: 128, width: 128 }]);
 */
export function runSteps(image: Image, steps: readonly Step[]): Image {
  let size: Size = image;
  for (const step of steps) size = sizeAfter(step, size, image.channels);
  return runChecked(image, steps);
}

/** `runSteps` for steps that `sizeAfter` has seen. */
export function runChecked(image: Image, steps: readonly Step[]): Image {
  const made = steps.length === 0 ? viewOf(image) : work(image, steps);
  return made instanceof Image ? made : new Image({ ...made, values: made.values.slice() });
}

export interface Place {
  readonly target: Float32Array;
  /** Where in it the picture begins. */
  readonly offset: number;
}

/**
 * `runChecked` whose result goes to its place as float32: bytes that no step scales are divided by 255.
 *
 * @returns the size of the result; nothing is written where it does not fit
 */
export function runCheckedInto(image: Image, steps: readonly Step[], { target, offset }: Place): Size {
  const isFloat = image.values instanceof Float32Array || steps.some(({ kind }) => kind === "scale");
  const { values, height, width } = work(image, isFloat ? steps : [...steps, divideBy255], target.byteOffset + 4 * offset);
  if (offset + values.length <= target.length) target.set(values, offset);
  return { height, width };
}

const divideBy255: Step = { kind: "scale", multiply: [1 / 255], add: [0] };

/** Pixels that lie in scratch memory, where the next run writes over them: no `Image`, so that none gets out. */
type View = Readonly<ImageParts>;

const viewOf = ({ values, height, width, channels }: Image): View => ({ values, height, width, channels });

/** @param alike where the result will be copied to: a byte's place, of which the last three bits count */
function work(image: Image, steps: readonly Step[], alike = 0): Image | View {
  if (image.values instanceof Float32Array) return steps.reduce(floatStep, image);
  const { passes, rest } = joinSteps(steps, image);
  const view = runPasses(image, passes, alike);
  return rest.length === 0 ? view : rest.reduce(floatStep, new Image(view));
}

function runPasses({ pixels, height, width, channels }: Image, passes: readonly Pass[], alike: number): View {
  const { start, length } = (passes[0] as Pass).rows;
  const stride = width * channels;
  const needed = pixels.subarray(start * stride, (start + length) * stride);
  const scratch = workspace(Scratch.taken(needed.length) + bytesOfAll(passes, { height, width, channels }));
  let block: Block = { address: scratch.addressOf(needed) - start * stride, height, width, channels, float: false };
  for (const [place, pass] of passes.entries()) block = runPass(scratch, block, pass, place === passes.length - 1 ? alike : 0);
  return { values: valuesOf(scratch, block), height: block.height, width: block.width, channels };
}

function bytesOfAll(passes: readonly Pass[], { height, width, channels }: Size & { readonly channels: number }): number {
  let size: Size = { height, width };
  let bytes = 0;
  for (const pass of passes) {
    bytes += bytesOf(pass, { ...size, channels });
    size = sizeOf(pass);
  }
  return bytes;
}

function valuesOf(scratch: Scratch, { address, height, width, channels, float }: Block): Uint8Array | Float32Array {
  const length = height * width * channels;
  return float ? scratch.floats.subarray(address / 4, address / 4 + length) : scratch.bytes.subarray(address, address + length);
}
