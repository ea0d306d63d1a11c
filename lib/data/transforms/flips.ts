import { fraction } from "../../base/index.ts";
import { stepTransform } from "./make.ts";
import type { StepTransform } from "./transform.ts";

export interface ChanceOptions {
  /** How likely it is done, 0 … 1. */
  readonly p?: number;
}

/**
 * Swaps left and right in half of all draws. torchvision's `RandomHorizontalFlip`.
 *
 * @throws RangeError unless `p` lies in 0 … 1
 */
export function randomHorizontalFlip(options: ChanceOptions = {}): StepTransform {
  return randomFlip("randomHorizontalFlip", "horizontal", options);
}

/**
 * Swaps top and bottom in half of all draws. torchvision's `RandomVerticalFlip`.
 *
 * @throws RangeError unless `p` lies in 0 … 1
 */
export function randomVerticalFlip(options: ChanceOptions = {}): StepTransform {
  return randomFlip("randomVerticalFlip", "vertical", options);
}

function randomFlip(name: string, direction: "horizontal" | "vertical", options: ChanceOptions): StepTransform {
  const { p = 0.5 } = options;
  fraction({ p });
  return stepTransform({ name, options: [options], random: true }, (_, random) =>
    random.uniform() < p ? [{ kind: "flip", direction }] : [],
  );
}
