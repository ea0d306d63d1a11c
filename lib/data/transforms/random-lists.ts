import { fraction } from "../../base/index.ts";
import { expectSingleTransforms } from "./expect-transforms.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform, SingleTransform } from "./transform.ts";

export interface RandomApplyOptions {
  /** How likely they are done, 0 … 1. */
  readonly p?: number;
}

export interface RandomChoiceOptions {
  /** How likely each one is, in relation to the others; alike by default. */
  readonly p?: readonly number[];
}

/**
 * Does all of the transforms, or none of them. torchvision's `RandomApply`.
 *
 * @throws RangeError unless `p` lies in 0 … 1, or when one of them makes several pictures
 * @example
 * T.randomApply([T.gaussianBlur(5)], { p: 0.1 });
 */
export function randomApply(transforms: readonly SingleTransform[], options: RandomApplyOptions = {}): PixelTransform {
  const { p = 0.5 } = options;
  expectSingleTransforms("randomApply", transforms);
  fraction({ p });
  return pixelTransform({ name: "randomApply", options: [transforms, options], random: true }, (image, random) =>
    random.uniform() < p ? transforms.reduce((made, transform) => transform.apply(made, random), image) : image,
  );
}

/**
 * Does one of the transforms. torchvision's `RandomChoice`.
 *
 * @throws RangeError when there is none, when the weights `p` don't fit, or when one of them makes several pictures
 * @example
 * T.randomChoice([T.autocontrast(), T.equalize(), T.posterize(4)], { p: [2, 1, 1] });
 */
export function randomChoice(transforms: readonly SingleTransform[], options: RandomChoiceOptions = {}): PixelTransform {
  expectSingleTransforms("randomChoice", transforms);
  const { p = transforms.map(() => 1) } = options;
  if (transforms.length === 0) throw new RangeError("Expected at least one transform to choose from but got none");
  const total = p.reduce((sum, weight) => sum + weight, 0);
  if (p.length !== transforms.length || p.some((weight) => !(weight >= 0)) || !(total > 0 && Number.isFinite(total))) {
    throw new RangeError(
      `Expected p to be ${transforms.length} numbers, one a transform, none below 0 and not all 0, but got [${p.join(", ")}]`,
    );
  }
  return pixelTransform({ name: "randomChoice", options: [transforms, options], random: true }, (image, random) => {
    let left = random.uniform(0, total);
    const chosen = transforms.findIndex((_, place) => {
      left -= p[place] ?? 0;
      return left < 0;
    });
    return transforms.at(chosen)?.apply(image, random) ?? image;
  });
}

/**
 * Does all of the transforms, each time in another order. torchvision's `RandomOrder`.
 *
 * @throws RangeError when one of them makes several pictures
 */
export function randomOrder(transforms: readonly SingleTransform[]): PixelTransform {
  expectSingleTransforms("randomOrder", transforms);
  return pixelTransform({ name: "randomOrder", options: [transforms], random: true }, (image, random) =>
    random.shuffled(transforms).reduce((made, transform) => transform.apply(made, random), image),
  );
}
