import { byLikeness, describe } from "../../base/index.ts";
import type { Epoch } from "../history.ts";
import type { FitRun } from "./callback.ts";

export interface MonitorOptions {
  /** What is watched after each epoch: `"train_loss"`, `"valid_loss"` (unless told) or the name of a metric. */
  readonly monitor?: string;
  /** Whether less of it is better; as the metric says unless told. */
  readonly lowerIsBetter?: boolean;
}

/** A figure that comes after each epoch and tells whether training still helps. */
export interface Monitor {
  readonly name: string;
  readonly lowerIsBetter: boolean;
  /** Its value after the last epoch; NaN where it could not be computed. */
  latest(): number;
  /**
   * Whether a value is better than another by more than `change`. NaN is never better, and any number is better than NaN.
   *
   * @param change from 0 up
   */
  isBetter(value: number, than: number, change?: number): boolean;
}

/**
 * What of a fit is to be watched.
 *
 * @throws RangeError when nothing of that name is measured: with the names there are, the likeliest first
 */
export function monitorOf(run: Pick<FitRun, "metrics" | "history">, options: MonitorOptions = {}): Monitor {
  const { monitor: name = "valid_loss" } = options;
  expectFigure(run, { monitor: name });
  const metric = run.metrics.find((one) => one.name === name);
  const { lowerIsBetter = metric ? Boolean(metric.lowerIsBetter) : true } = options;
  return {
    name,
    lowerIsBetter,
    latest: () => figureOf(run.history.epochs.at(-1), name),
    isBetter(value, than, change = 0) {
      if (Number.isNaN(value)) return false;
      if (Number.isNaN(than)) return true;
      return lowerIsBetter ? value < than - change : value > than + change;
    },
  };
}

/** The figure of an epoch that has this name: `"train_loss"`, `"valid_loss"` or a metric's. NaN where there is none. */
export function figureOf(epoch: Epoch | undefined, name: string): number {
  if (name === "train_loss") return epoch?.trainLoss ?? Number.NaN;
  return epoch?.valid[name === "valid_loss" ? "loss" : name] ?? Number.NaN;
}

/**
 * Makes sure that a fit measures what is asked for, before it begins.
 *
 * @param more names that are known beside these
 * @throws RangeError with the names there are, the likeliest first
 */
export function expectFigure(
  { metrics }: Pick<FitRun, "metrics">,
  wanted: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): void {
  const names = ["train_loss", "valid_loss", ...metrics.map((metric) => metric.name), ...more];
  for (const [what, name] of Object.entries(wanted)) {
    if (names.includes(name)) continue;
    throw new RangeError(
      `Expected ${what} to be one of ${byLikeness(String(name), names).join(", ")} but got ${describe(name)}.\n  A metric is there once the learner measures it: new Learner({ …, metrics: [accuracy] }).`,
    );
  }
}
