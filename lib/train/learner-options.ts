import { describe } from "../base/index.ts";
import type { GraphOptions } from "../compile/index.ts";
import type { Loader } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import type { Callback } from "./callbacks/callback.ts";
import type { Loss } from "./losses/loss.ts";
import type { Metric } from "./metrics/metric.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import type { Schedule } from "./schedules/schedule.ts";

/** Something, or the function that makes it with its usual options: `adam()` or plain `adam`. */
export type Made<T> = T | (() => T);

export interface LearnerOptions {
  /** From pictures `[N, H, W, C]` to what the loss takes, such as scores `[N, classes]` without a softmax at their end. */
  readonly model: tf.LayersModel;
  /** What it learns from. */
  readonly train: Loader;
  /** What it is judged by after each epoch, and never learns from. */
  readonly valid: Loader;
  /** What is measured beside the loss. */
  readonly metrics?: readonly Made<Metric>[];
  /** What training makes small; cross-entropy unless told. */
  readonly loss?: Made<Loss>;
  /** How gradients change weights; Adam unless told. */
  readonly optimizer?: Made<Optimizer>;
  /** What is done at the moments of every fit. */
  readonly callbacks?: readonly Callback[];
  /**
   * How TensorFlow computes the graphs of training, validation and predictions, such as `{ precision: "mixed" }`; where it can't do that here
   * one line says so, and float32 goes on. With `false` all goes operation by operation: for comparing, and for a debugger.
   */
  readonly compile?: false | GraphOptions;
}

/** Options of `fitOneCycle`, and those that `fit` shares with it. */
export interface OneCycleFitOptions {
  /** What multiplies the learning rate of each layer group, from the input to the output: smaller for a pretrained body. Discriminative rates. */
  readonly groupRates?: readonly number[];
  /** What is done at the moments of this fit, after the learner's own callbacks. */
  readonly callbacks?: readonly Callback[];
  /**
   * So many batches make one update, as one batch with all their pictures would in memory for one (batch normalisation and dropout see each
   * batch for itself); 1 unless told. Their gradients are averaged, each by what its batch counts for; callbacks change that average. The last
   * window of an epoch may be shorter. Rates and schedules go by the batch as ever, and an update takes those of its last batch; what an
   * optimizer counts are updates. Gradient accumulation.
   */
  readonly accumulate?: number;
  /** A file that is written at the start and after each epoch, from which `learner.resume` goes on where the fit was broken off. */
  readonly checkpoint?: string;
  /** Aborted to stop at the next batch, as the notebook's Stop button does. */
  readonly signal?: AbortSignal | undefined;
}

export interface FitOptions extends OneCycleFitOptions {
  /** How far each update goes: one number, or a schedule by the batch of this fit, from 0. */
  readonly learningRate?: number | Schedule;
  /** In place of the optimizer's own momentum: one number, or a schedule by the batch of this fit, from 0. */
  readonly momentum?: number | Schedule;
}

export interface PredictionOptions {
  /** Views of each picture beside the plain one, through the training pictures' random transforms; 0 unless told. */
  readonly testTimeAugmentation?: number;
}

/** @returns what was given, or what the function that was given makes */
export function made<T extends object>(value: Made<T>): T {
  return typeof value === "function" ? (value as () => T)() : value;
}

/**
 * The metrics of a learner.
 *
 * @throws TypeError when one is no metric, or two have the same name
 */
export function madeMetrics(metrics: readonly Made<Metric>[]): readonly Metric[] {
  const all = metrics.map(made);
  for (const [index, metric] of all.entries()) {
    if (typeof metric?.measure !== "function") {
      throw new TypeError(`Expected each metric to have a name, measure and combine but got ${describe(metric)} at place ${index}`);
    }
    if (metric.name !== "loss" && all.findIndex(({ name }) => name === metric.name) === index) continue;
    throw new TypeError(
      `Expected metrics with different names, none of them "loss", but "${metric.name}" is there already: it would hide the other in the table.\n  Take one away, or give it a name of its own: { ...metric, name: "another" }.`,
    );
  }
  return all;
}

/** @throws TypeError unless every value is the path of a file */
export function expectPath(paths: Readonly<Record<string, unknown>>): void {
  for (const [name, path] of Object.entries(paths)) {
    if (typeof path === "string" && path !== "") continue;
    throw new TypeError(`Expected ${name} to be the path of a file, such as "models/cnn.safetensors", but got ${describe(path)}`);
  }
}
