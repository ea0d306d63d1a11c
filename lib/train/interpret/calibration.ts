import { positiveInteger } from "../../base/index.ts";
import type { ConfidenceBin } from "../../plot/index.ts";

export interface Calibration {
  readonly bins: readonly ConfidenceBin[];
  /** Expected calibration error, 0 … 1. */
  readonly error: number;
}

export interface CalibrationOptions {
  /** Intervals of equal width between 0 and 1. */
  readonly bins?: number;
}

/**
 * How well a model's confidence says how often it is right. Predictions are sorted by their confidence c into M intervals Bₘ of equal
 * width, each without its lower end; the expected calibration error is
 *
 *   ECE = Σₘ |Bₘ| / N · |accuracy(Bₘ) − mean confidence(Bₘ)|
 *
 * Guo et al., "On calibration of modern neural networks" (2017), equation 3.
 *
 * @param confidences the probability of each predicted class, `[N]`
 * @param right whether each prediction is right, `[N]`
 * @throws RangeError when the two differ in length, or `bins` is not a positive integer
 * @example
 * calibration([0.95, 0.85], [true, false]).error; // => 0.45
 */
export function calibration(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean>,
  { bins: count = 10 }: CalibrationOptions = {},
): Calibration {
  positiveInteger({ bins: count });
  if (confidences.length !== right.length) {
    throw new RangeError(`Expected as many confidences as predictions but got ${confidences.length} for ${right.length}`);
  }
  const sums = Array.from({ length: count }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (let index = 0; index < confidences.length; index++) {
    const confidence = confidences[index] ?? 0;
    const sum = sums[Math.min(count - 1, Math.max(0, Math.ceil(confidence * count) - 1))];
    if (!sum) continue;
    sum.count++;
    sum.confidence += confidence;
    if (right[index]) sum.right++;
  }
  const bins = sums.map((sum, place) => ({
    from: place / count,
    to: (place + 1) / count,
    count: sum.count,
    confidence: sum.confidence / (sum.count || 1),
    accuracy: sum.right / (sum.count || 1),
  }));
  const error = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.accuracy - bin.confidence), 0) / (confidences.length || 1);
  return { bins, error };
}
