import { type PlateauOptions, type PlateauState, plateauRule } from "../schedules/plateau-rule.ts";
import type { Callback } from "./callback.ts";
import { memory } from "./memory.ts";
import { type MonitorOptions, monitorOf } from "./monitor.ts";

export interface ReduceOnPlateauOptions extends MonitorOptions, Omit<PlateauOptions, "lowerIsBetter"> {}

/**
 * Lowers the learning rate when what is watched has not got better for some epochs, whatever the schedule says. Each fit begins at the full
 * rate.
 *
 * PyTorch's `ReduceLROnPlateau`, to whose rule it is equal; Keras' and fastai's `ReduceLROnPlateau`.
 *
 * @throws RangeError when an option is out of range; at the start of the fit, when nothing of the monitor's name is measured
 * @example
 * await learner.fit(30, { learningRate: 0.01, callbacks: [reduceOnPlateau({ monitor: "accuracy", factor: 0.5, patience: 3 })] });
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const { monitor: _1, lowerIsBetter: _2, ...ruleOptions } = options;
  const { start } = plateauRule(ruleOptions);
  const { now, begin, carried } = memory<{ rule: PlateauState }>({ rule: start });
  return {
    name: "reduceOnPlateau",
    beforeFit(run) {
      monitorOf(run, options);
      begin();
    },
    afterEpoch(run) {
      const monitor = monitorOf(run, options);
      const { learningRate } = run;
      const { state, rate } = plateauRule({ ...ruleOptions, lowerIsBetter: monitor.lowerIsBetter }).next(
        now.rule,
        monitor.latest(),
        learningRate,
      );
      now.rule = state;
      if (rate !== learningRate) run.rateFactor *= rate / learningRate;
    },
    ...carried,
  };
}
