import { positive, type Random } from "../../base/index.ts";
import type { BatchTransform, MixedBatch } from "./batch-transform.ts";
import { symmetricBeta } from "./beta.ts";

export interface MixOptions {
  /** Of the distribution Beta(alpha, alpha) that a share is drawn from: 1 draws evenly, smaller ones mix less. */
  readonly alpha?: number;
}

/**
 * Lays another picture of the batch over each one: `λ · picture + (1 − λ) · other`, and the targets alike, λ drawn once a batch.
 *
 * Zhang et al., "mixup: Beyond Empirical Risk Minimization" (2017); torchvision's `v2.MixUp`.
 *
 * @throws RangeError when `alpha` is not positive
 * @example
 * loader(train, { batchSize: 64, batchTransforms: [T.mixup({ alpha: 0.2 })] });
 */
export function mixup(options: MixOptions = {}): BatchTransform {
  const { alpha = 1 } = options;
  positive({ alpha });
  return {
    name: "mixup",
    mix({ images, targets, shape: [count] }, random) {
      const share = symmetricBeta(random, alpha);
      const others = drawOthers(count, random);
      return { images: mixRows(images, others, share), targets: mixRows(targets, others, share) };
    },
  };
}

/** For each picture of the batch the place of the one that it is mixed with, `[N]`; each comes once. */
export function drawOthers(count: number, random: Random): readonly number[] {
  return random.shuffled(Array.from({ length: count }, (_, index) => index));
}

/** `share · row + (1 − share) · other row`, `[N, …]`. */
export function mixRows(rows: Float32Array, others: readonly number[], share: number): MixedBatch["targets"] {
  const length = rows.length / others.length;
  const mixed = new Float32Array(rows.length);
  others.forEach((other, row) => {
    for (let to = row * length, from = other * length; to < (row + 1) * length; to++, from++) {
      mixed[to] = share * (rows[to] as number) + (1 - share) * (rows[from] as number);
    }
  });
  return mixed;
}
