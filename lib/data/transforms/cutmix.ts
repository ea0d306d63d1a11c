import { positive, type Random } from "../../base/index.ts";
import type { BatchTransform } from "./batch-transform.ts";
import { symmetricBeta } from "./beta.ts";
import { drawOthers, type MixOptions, mixRows } from "./mixup.ts";

/**
 * Puts a box of another picture of the batch into each one, at the same place in all; the targets are mixed by the box's area.
 *
 * Yun et al., "CutMix" (2019); torchvision's `v2.CutMix`.
 *
 * @throws RangeError when `alpha` is not positive
 * @example
 * loader(train, { batchSize: 64, batchTransforms: [T.cutmix()] });
 */
export function cutmix(options: MixOptions = {}): BatchTransform {
  const { alpha = 1 } = options;
  positive({ alpha });
  return {
    name: "cutmix",
    mix({ images, targets, shape: [count, height, width, channels] }, random) {
      const box = randomBox({ height, width }, symmetricBeta(random, alpha), random);
      const others = drawOthers(count, random);
      const mixed = images.slice(); // [N, H, W, C]
      const volume = height * width * channels;
      others.forEach((other, picture) => {
        for (let y = box.top; y < box.bottom; y++) {
          const from = (y * width + box.left) * channels;
          const end = (y * width + box.right) * channels;
          mixed.set(images.subarray(other * volume + from, other * volume + end), picture * volume + from);
        }
      });
      const kept = 1 - ((box.bottom - box.top) * (box.right - box.left)) / (height * width);
      return { images: mixed, targets: mixRows(targets, others, kept) };
    },
  };
}

/** A box with the picture's shape and the rest of the share as its area, about any pixel; what sticks out is cut off. */
function randomBox(image: { readonly height: number; readonly width: number }, kept: number, random: Random) {
  const half = 0.5 * Math.sqrt(1 - kept);
  const [halfHeight, halfWidth] = [Math.trunc(half * image.height), Math.trunc(half * image.width)];
  const [x, y] = [random.integer(image.width), random.integer(image.height)];
  return {
    top: Math.max(0, y - halfHeight),
    left: Math.max(0, x - halfWidth),
    bottom: Math.min(image.height, y + halfHeight),
    right: Math.min(image.width, x + halfWidth),
  };
}
