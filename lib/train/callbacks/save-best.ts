import { describe } from "../../base/index.ts";
import type { Callback } from "./callback.ts";
import { memory } from "./memory.ts";
import { type MonitorOptions, monitorOf } from "./monitor.ts";

/**
 * Saves the learner to a file after each epoch that is better than all before, as `learner.save` does. `learner.load(path)` brings the
 * best one back.
 *
 * Keras' `ModelCheckpoint({ save_best_only: true })`, fastai's `SaveModelCallback`. The best of all fits that this callback sees stays:
 * a later fit that is worse does not overwrite it.
 *
 * @param path of the file, such as `"best.safetensors"`
 * @throws RangeError at the start of the fit, when nothing of the monitor's name is measured
 * @example
 * await learner.fit(10, { callbacks: [saveBest("best.safetensors", { monitor: "accuracy" })] });
 * await learner.load("best.safetensors");
 */
export function saveBest(path: string, options: MonitorOptions = {}): Callback {
  if (typeof path !== "string" || path === "") {
    throw new TypeError(`Expected the path of a file, such as "best.safetensors", but got ${describe(path)}`);
  }
  const { now, carried } = memory({ best: Number.NaN });
  return {
    name: "saveBest",
    beforeFit(run) {
      monitorOf(run, options);
    },
    async afterEpoch(run) {
      const monitor = monitorOf(run, options);
      const value = monitor.latest();
      if (!monitor.isBetter(value, now.best)) return;
      await run.save(path);
      now.best = value; // after the file: an epoch that could not be saved does not count
    },
    ...carried,
  };
}
