import { Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { flatten } from "../transforms/compose.ts";
import type { MultiTransform, PixelTransform, Size, Step, StepTransform, Transform } from "../transforms/transform.ts";
import { runChecked, runCheckedInto } from "./run-steps.ts";
import { sizeAfter } from "./step-size.ts";

export interface Target {
  /** Where the pictures go, such as their part of a batch in shared memory. */
  readonly target: Float32Array;
  /** Where in it they begin. Default 0. */
  readonly offset?: number;
}

export interface Written extends Size {
  readonly channels: number;
  /** How many pictures, one after the other: more than one after `fiveCrop` or `tenCrop`. */
  readonly count: number;
}

/** Transforms whose steps are joined, or one that works on pixels. */
type Stage = readonly StepTransform[] | PixelTransform | MultiTransform;

/**
 * Transforms, one after the other, as `compose` does them, but faster: steps of neighbours are joined and run by WebAssembly kernels, and
 * the result can go straight to its place in a batch. The same random numbers are drawn, and the result is the same to the last bit.
 *
 * @example
 * const pipeline = new Pipeline([T.randomResizedCrop(128), T.randomHorizontalFlip(), T.toTensor(), T.normalize()]);
 * pipeline.runInto(await readImage("zebra.jpg"), new Random(1), { target: batch, offset: 5 * 128 * 128 * 3 });
 */
export class Pipeline {
  /** All transforms, those of a `compose` one by one. */
  readonly transforms: readonly Transform[];
  /** The first transforms that always do the same and leave bytes bytes: what they make can be cached. */
  readonly prefix: readonly Transform[];
  /** The transforms after `prefix`. */
  readonly rest: readonly Transform[];
  readonly #stages: readonly Stage[];

  constructor(transforms: readonly Transform[]) {
    this.transforms = flatten(transforms);
    const end = this.transforms.findIndex((transform) => !isCacheable(transform));
    this.prefix = end < 0 ? this.transforms : this.transforms.slice(0, end);
    this.rest = this.transforms.slice(this.prefix.length);
    this.#stages = stagesOf(this.transforms);
  }

  /** Does all to a picture. The results have memory of their own, even where nothing is done. */
  run(image: Image, random: Random): readonly Image[] {
    const images: Image[] = [];
    this.#walk(image, { random, finish: (last, steps) => images.push(runChecked(last, steps)) });
    return images;
  }

  /**
   * Does all to a picture and writes the result as float32: bytes that no transform scaled are divided by 255.
   *
   * @returns the size of the result and how many pictures it is; what does not fit into the target is not written
   * @throws RangeError when a picture becomes several of different sizes
   */
  runInto(source: Image, random: Random, { target, offset = 0 }: Target): Written {
    let written: Written | undefined;
    this.#walk(source, {
      random,
      finish: (image, steps) => {
        const { channels } = image;
        const count = written?.count ?? 0;
        const volume = written ? written.height * written.width * written.channels : 0;
        const { height, width } = runCheckedInto(image, steps, { target, offset: offset + count * volume });
        if (written) expectSameSize({ height, width, channels }, written);
        written = { height, width, channels, count: count + 1 };
      },
    });
    if (written) return written;
    throw new RangeError(
      "Expected at least one picture made of a picture but got none: a transform that makes several gave an empty list.",
    );
  }

  #walk(image: Image, { random, finish, from = 0 }: Walk): void {
    let current = image;
    for (let place = from; place < this.#stages.length; place++) {
      const stage = this.#stages[place] as Stage;
      if (isSteps(stage)) {
        const steps = stepsOf(stage, current, random);
        if (place === this.#stages.length - 1) {
          finish(current, steps);
          return;
        }
        current = runChecked(current, steps);
      } else if (stage.kind === "several") {
        for (const one of stage.apply(current, random)) this.#walk(one, { random, finish, from: place + 1 });
        return;
      } else {
        current = stage.apply(current, random);
      }
    }
    finish(current, []);
  }
}

interface Walk {
  readonly random: Random;
  /** Takes a picture and the steps that are still to be done to it. */
  readonly finish: (image: Image, steps: readonly Step[]) => void;
  /** The first stage. */
  readonly from?: number;
}

const isSteps = (stage: Stage): stage is readonly StepTransform[] => Array.isArray(stage);

function stagesOf(transforms: readonly Transform[]): Stage[] {
  const stages: Stage[] = [];
  let neighbours: StepTransform[] | undefined;
  for (const transform of transforms) {
    if (transform.kind !== "steps") {
      neighbours = undefined;
      stages.push(transform);
    } else if (neighbours) {
      neighbours.push(transform);
    } else {
      neighbours = [transform];
      stages.push(neighbours);
    }
  }
  return stages;
}

/** The steps of neighbours, each asked what it does to what the one before it makes. */
function stepsOf(transforms: readonly StepTransform[], image: Image, random: Random): Step[] {
  const { channels } = image;
  let size: Size = image;
  let float = image.values instanceof Float32Array;
  const steps: Step[] = [];
  for (const transform of transforms) {
    for (const step of transform.steps({ height: size.height, width: size.width, channels, float }, random)) {
      size = sizeAfter(step, size, channels);
      float ||= step.kind === "scale";
      steps.push(step);
    }
  }
  return steps;
}

/** Whether it always does the same and leaves bytes bytes, as far as can be known without a picture. */
function isCacheable(transform: Transform): boolean {
  if (transform.random || transform.kind === "several") return false;
  if (transform.kind === "pixels") return transform.name !== "linearTransformation"; // the only one that makes floats of bytes
  try {
    return !transform.steps({ ...anySize, channels: 3, float: false }, new Random(0)).some(({ kind }) => kind === "scale");
  } catch {
    return false; // a crop larger than that
  }
}

const anySize: Size = { height: 4096, width: 4096 };

function expectSameSize(got: Size & { readonly channels: number }, wanted: Written): void {
  if (got.height === wanted.height && got.width === wanted.width && got.channels === wanted.channels) return;
  throw new RangeError(
    `Expected the pictures made of one to have one size, [${wanted.height}, ${wanted.width}, ${wanted.channels}], ` +
      `but got one of [${got.height}, ${got.width}, ${got.channels}]: resize them after the transform that makes several.`,
  );
}
