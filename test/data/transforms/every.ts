import { Random } from "../../../lib/base/index.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import type { noise } from "./pictures.ts";

/** One or more of each transform but lambda, for pictures of bytes of at least 8 × 8 pixels. */
export const every: readonly T.Transform[] = [
  T.autocontrast(),
  T.brightness(1.3),
  T.centerCrop([5, 7]),
  T.colorJitter({ brightness: 0.4, contrast: [0.5, 2], saturation: 0.4, hue: 0.3 }),
  T.compose([T.randomCrop(6), T.compose([T.randomHorizontalFlip(), T.normalize({ mean: 0.5, std: 0.25 })])]),
  T.contrast(0.6),
  T.convertImageDtype("float32"),
  T.convertImageDtype("uint8"),
  T.equalize(),
  T.fiveCrop(4),
  T.gaussianBlur(3),
  T.grayscale({ channels: 3 }),
  T.hue(0.2),
  T.invert(),
  T.compose([
    T.grayscale(),
    T.resize([2, 1]),
    T.linearTransformation(
      [
        [1, 2],
        [0, 3],
      ],
      [0.5, 0.4],
    ),
  ]),
  T.normalize({ mean: [0.4], std: 0.2 }),
  T.pad([1, 2, 3, 4], { fill: 9 }),
  T.posterize(3),
  T.randAugment({ magnitude: 15 }),
  T.randomAffine(20, { translate: [0.2, 0.1], scale: [0.8, 1.2], shear: [-5, 5, -3, 3], interpolation: "bilinear", fill: 3 }),
  T.randomApply([T.invert(), T.randomRotation(20)], { p: 0.6 }),
  T.randomChoice([T.equalize(), T.solarize(70), T.randomVerticalFlip()], { p: [1, 2, 3] }),
  T.randomCrop(7),
  T.randomCrop([12, 10], { padding: 3, mode: "reflect", padIfNeeded: true }),
  T.randomErasing({ value: "random" }),
  T.randomErasing({ p: 1, value: 0.5 }),
  T.randomGrayscale({ p: 0.5 }),
  T.randomHorizontalFlip(),
  T.randomOrder([T.posterize(2), T.brightness(0.7), T.randomAffine(10)]),
  T.randomPerspective({ p: 0.8, fill: 8 }),
  T.randomResizedCrop([9, 6], { scale: [0.2, 1] }),
  T.randomRotation(40, { expand: true, interpolation: "bilinear" }),
  T.randomVerticalFlip({ p: 0.3 }),
  T.resize(6),
  T.resize([20, 5]),
  T.saturation(2),
  T.sharpness(3),
  T.solarize(),
  T.tenCrop([3, 4], { verticalFlip: true }),
  T.toImage({ mean: 0.5, std: 0.25 }),
  T.toTensor(),
];

/** Its pictures, one or several. */
export const made = (transform: T.Transform, image: ReturnType<typeof noise>, seed: number | string) =>
  [transform.apply(image, new Random(seed))].flat();
