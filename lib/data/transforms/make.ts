import { randomUUID } from "node:crypto";
import { describe, Random } from "../../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../../plot/index.ts";
import { Image } from "../image/image.ts";
import { runSteps } from "../pixels/run-steps.ts";
import { callText } from "./call-text.ts";
import type { MultiTransform, PixelTransform, StepTransform } from "./transform.ts";

/** What is drawn from where no generator is given: each call and each process draws anew. */
const unseeded = new Random(randomUUID());

export interface MadeParts {
  readonly name: string;
  /** The arguments as they were given; missing ones at the end are left out. */
  readonly options: readonly unknown[];
  readonly random?: boolean;
}

/** A transform of this room: it shows itself as the call that makes it, and the registry knows it. */
export class MadeTransform implements Displayable {
  readonly name: string;
  readonly options: readonly unknown[];
  readonly random: boolean;

  constructor({ name, options, random = false }: MadeParts) {
    this.name = name;
    this.options = options.slice(0, options.findLastIndex((option) => !isMissing(option)) + 1);
    this.random = random;
  }

  /** As one would write it, such as `randomCrop(32, { padding: 4 })`. */
  toString(): string {
    return callText(this);
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}

class MadeSteps extends MadeTransform implements StepTransform {
  readonly kind = "steps";
  readonly steps: StepTransform["steps"];

  constructor(parts: MadeParts, steps: StepTransform["steps"]) {
    super(parts);
    this.steps = steps;
  }

  apply(image: Image, random: Random = unseeded): Image {
    expectImage(image);
    const { height, width, channels } = image;
    return runSteps(image, this.steps({ height, width, channels, float: image.values instanceof Float32Array }, random));
  }
}

class MadePixels extends MadeTransform implements PixelTransform {
  readonly kind = "pixels";
  readonly #work: (image: Image, random: Random) => Image;

  constructor(parts: MadeParts, work: (image: Image, random: Random) => Image) {
    super(parts);
    this.#work = work;
  }

  apply(image: Image, random: Random = unseeded): Image {
    expectImage(image);
    return this.#work(image, random);
  }
}

class MadeSeveral extends MadeTransform implements MultiTransform {
  readonly kind = "several";
  readonly #work: (image: Image, random: Random) => readonly Image[];

  constructor(parts: MadeParts, work: (image: Image, random: Random) => readonly Image[]) {
    super(parts);
    this.#work = work;
  }

  apply(image: Image, random: Random = unseeded): readonly Image[] {
    expectImage(image);
    return this.#work(image, random);
  }
}

/** A transform told in steps. */
export function stepTransform(parts: MadeParts, steps: StepTransform["steps"]): StepTransform {
  return new MadeSteps(parts, steps);
}

/** A transform that works on the pixels. It must not change the picture that it is given. */
export function pixelTransform(parts: MadeParts, work: (image: Image, random: Random) => Image): PixelTransform {
  return new MadePixels(parts, work);
}

/** A transform that makes several pictures of one. */
export function severalTransform(parts: MadeParts, work: (image: Image, random: Random) => readonly Image[]): MultiTransform {
  return new MadeSeveral(parts, work);
}

function isMissing(option: unknown): boolean {
  if (option === undefined) return true;
  return (
    typeof option === "object" && option !== null && Object.getPrototypeOf(option) === Object.prototype && Object.keys(option).length === 0
  );
}

function expectImage(image: unknown): asserts image is Image {
  if (image instanceof Image) return;
  const mend =
    typeof image === "object" && image !== null && "image" in image
      ? "this one holds its picture in .image"
      : "new Image({ values, height, width, channels }) makes one";
  throw new TypeError(`Expected a picture of the class Image but got ${describe(image)}: ${mend}.`);
}
