import { lessThanOne, notNegative, positive, wholeNumber } from "../../base/index.ts";

export interface PlateauOptions {
  /** What the rate is multiplied by when nothing gets better any more. */
  readonly factor?: number;
  /** Epochs without anything better that are borne; the next one lowers the rate. */
  readonly patience?: number;
  /** Better is what is better than the best so far by more than this part of it. */
  readonly threshold?: number;
  /** Epochs after a fall that don't count, while training gets used to the lower rate. */
  readonly cooldown?: number;
  /** The rate never falls below this. */
  readonly minimum?: number;
  /** Whether less of the watched figure is better, as with losses. */
  readonly lowerIsBetter?: boolean;
}

/** What the rule knows between two epochs: plain JSON. */
export interface PlateauState {
  /** The best figure so far; null before the first. */
  readonly best: number | null;
  /** Epochs in a row that were not better. */
  readonly waited: number;
  /** Epochs that still don't count. */
  readonly cooling: number;
}

export interface PlateauOutcome {
  readonly state: PlateauState;
  /** The rate from now on. */
  readonly rate: number;
}

/** When a rate falls because training has stopped getting better: a pure function from one epoch to the next. */
export interface PlateauRule {
  /** What it knows before the first epoch. */
  readonly start: PlateauState;
  /** After an epoch. @param figure what it reached; NaN is never better @param rate at which it trained */
  next(state: PlateauState, figure: number, rate: number): PlateauOutcome;
}

/** A fall of the rate by less than this is left out, as in PyTorch. */
const leastFall = 1e-8;

/**
 * The rule behind `reduceOnPlateau`: when a figure has not got better for `patience` epochs, the rate is multiplied by `factor`.
 *
 * Equal to PyTorch's `ReduceLROnPlateau` with its defaults and `threshold_mode="rel"`.
 *
 * @throws RangeError when `factor` or `threshold` is not below 1, `patience` or `cooldown` not a whole number, or one negative
 */
export function plateauRule(options: PlateauOptions = {}): PlateauRule {
  const { factor = 0.1, patience = 10, threshold = 1e-4, cooldown = 0, minimum = 0, lowerIsBetter = true } = options;
  positive({ factor });
  lessThanOne({ factor, threshold });
  wholeNumber({ patience, cooldown });
  notNegative({ minimum });
  const isBetter = (figure: number, best: number | null): boolean =>
    lowerIsBetter
      ? figure < (best ?? Number.POSITIVE_INFINITY) * (1 - threshold)
      : figure > (best ?? Number.NEGATIVE_INFINITY) * (1 + threshold);
  return {
    start: { best: null, waited: 0, cooling: 0 },
    next({ best, waited, cooling }, figure, rate) {
      const better = isBetter(figure, best);
      const now = { best: better ? figure : best, waited: better || cooling > 0 ? 0 : waited + 1, cooling: Math.max(0, cooling - 1) };
      if (now.waited <= patience) return { state: now, rate };
      const lower = Math.max(rate * factor, minimum);
      return { state: { ...now, waited: 0, cooling: cooldown }, rate: rate - lower > leastFall ? lower : rate };
    },
  };
}
