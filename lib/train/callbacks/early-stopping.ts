import { describe, plural, positiveInteger } from "../../base/index.ts";
import { formatNumber } from "../../plot/index.ts";
import { BestWeights } from "./best-weights.ts";
import type { Callback, CallbackState, FitRun } from "./callback.ts";
import { memory } from "./memory.ts";
import { type MonitorOptions, monitorOf } from "./monitor.ts";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs in a row that may bring nothing better; the fit ends after the last of them. */
  readonly patience?: number;
  /** What an epoch must be better by to count as better. */
  readonly minimumChange?: number;
  /**
   * Whether the model gets the weights of the best epoch back when the fit ends, however it ends. They are kept in memory, and in the
   * checkpoint where there is one; the optimizer stays as it is.
   */
  readonly restoreBest?: boolean;
}

/**
 * Ends a fit that no longer helps: when what is watched has not become better for some epochs.
 *
 * Prechelt, "Early Stopping, But When?" (1998); Keras' and fastai's `EarlyStopping`. Each fit counts anew.
 *
 * @throws RangeError when an option is out of range; at the start of the fit, when nothing of that name is measured
 * @example
 * await learner.fit(50, { callbacks: [earlyStopping({ monitor: "accuracy", patience: 5, restoreBest: true })] });
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience = 3, minimumChange = 0, restoreBest = false } = options;
  positiveInteger({ patience });
  if (!(minimumChange >= 0) || minimumChange === Number.POSITIVE_INFINITY) {
    throw new RangeError(`Expected minimumChange to be a number from 0 up but got ${describe(minimumChange)}`);
  }
  const { now, begin, carried } = memory({ best: Number.NaN, bestEpoch: 0, waited: 0 });
  const weights = new BestWeights();
  return {
    name: "earlyStopping",
    beforeFit(run) {
      monitorOf(run, options);
      begin();
      if (now.bestEpoch === 0) weights.forget();
    },
    async afterEpoch(run) {
      const monitor = monitorOf(run, options);
      const value = monitor.latest();
      if (monitor.isBetter(value, now.best, minimumChange)) {
        Object.assign(now, { best: value, bestEpoch: run.epoch, waited: 0 });
        if (restoreBest) await weights.take(run.model);
        return;
      }
      now.waited++;
      if (now.waited < patience) return;
      const best = now.bestEpoch > 0 ? ` than ${formatNumber(now.best)}, in epoch ${now.bestEpoch}` : "";
      const back = restoreBest && now.bestEpoch > 0 ? "; its weights are back" : "";
      run.stop(`${monitor.name} has not become better${best}, for ${plural(patience, "epoch")}${back}`);
    },
    afterFit: ({ model }: FitRun) => weights.give(model),
    state: (): CallbackState => ({ ...carried.state(), ...weights.state() }),
    restore(state) {
      carried.restore(state);
      weights.restore(state);
    },
  };
}
