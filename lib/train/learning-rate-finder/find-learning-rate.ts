import { budget, cellSignal, describe, plural, positive, positiveInteger } from "../../base/index.ts";
import type { Loader } from "../../data/index.ts";
import { tf } from "../../device/index.ts";
import { type Progress, progress, show } from "../../plot/index.ts";
import { batchesOf, endBadly } from "../batches.ts";
import type { Callback } from "../callbacks/callback.ts";
import type { CompiledStep } from "../compiled-step.ts";
import { Run } from "../fit-run.ts";
import { History } from "../history.ts";
import type { Metric } from "../metrics/metric.ts";
import { Moments } from "../moments.ts";
import { takenBatch, trainOn } from "../train-batch.ts";
import type { Training } from "../training-step.ts";
import { LearningRateCurve } from "./learning-rate-curve.ts";

export interface LearningRateFinderOptions {
  /** The first learning rate, at which nothing is learnt yet. */
  readonly from?: number;
  /** The last one, at which the loss breaks away. */
  readonly to?: number;
  /** How many rates are tried, each on a batch. */
  readonly batches?: number;
  /** Aborted to stop at the next batch; the notebook's Stop button unless told. */
  readonly signal?: AbortSignal | undefined;
}

/** What a range test is made with. */
export interface RangeTest extends Training {
  readonly step: CompiledStep;
  readonly train: Loader;
  readonly metrics: readonly Metric[];
  /** Of these, `changeBatch` and `changeGradients` take part, for they belong to the step; nothing else is called. */
  readonly callbacks: readonly Callback[];
}

/** Share of the running mean of losses that each batch keeps; fastai's. */
const keep = 0.98;
/** The test ends where the smoothed loss is so many times its best. */
const tooMuch = 4;
/** Batches under `DESCENT_BUDGET=quick`. */
const quickBatches = 30;

/**
 * Smith's range test: trains a little at ever higher learning rates and sees where the loss falls, and where it breaks away. Afterwards
 * weights, averages, the optimizer and all counts are as they were, to the bit, however the test ended. Shows a bar, then the curve.
 *
 * Smith, "Cyclical Learning Rates for Training Neural Networks" (2017); fastai's `lr_find`.
 *
 * @throws RangeError when an option is out of range, or the loss was a number at fewer than two rates
 * @throws Stopped when the signal is aborted
 */
export async function findLearningRate(test: RangeTest, options: LearningRateFinderOptions = {}): Promise<LearningRateCurve> {
  const { from = 1e-7, to = 10, batches = 100, signal = cellSignal() } = options;
  positive({ from, to });
  positiveInteger({ batches });
  if (from >= to) throw new RangeError(`Expected from to be below to but got from ${from} and to ${to}`);
  if (batches < 2) throw new RangeError(`Expected batches to be at least 2, for rates are compared, but got ${describe(batches)}`);
  const tried = budget() === "quick" ? Math.min(batches, quickBatches) : batches;
  const title =
    tried < batches ? `Finding a learning rate (DESCENT_BUDGET=quick: ${tried} of ${batches} batches)` : "Finding a learning rate";
  const rates = Float64Array.from({ length: tried }, (_, index) => from * (to / from) ** (index / (tried - 1)));
  const bar = progress({ title, total: tried });
  const before = test.state.snapshot();
  const losses: number[] = [];
  try {
    await tryRates(test, rates, { signal, bar, losses });
  } catch (error) {
    throw endBadly(bar, error, "There is no suggestion, and the learner is as it was. Run the cell again to get one.");
  } finally {
    before.restore();
    before.dispose();
  }
  if (losses.length < 2) {
    bar.fail();
    throw tooFew(losses.length, from);
  }
  bar.done(endInWords(losses.length, rates));
  const { name, unit } = test.loss;
  const lossName = `smoothed ${unit ? `${name} (${unit})` : name}`;
  const curve = new LearningRateCurve({ rates: Array.from(rates.subarray(0, losses.length)), losses, tried, lossName });
  show(curve.figure());
  return curve;
}

interface Watched {
  readonly signal: AbortSignal | undefined;
  readonly bar: Progress;
  /** Takes the smoothed loss at each rate. */
  readonly losses: number[];
}

/** Trains a batch at each rate, over as many epochs as that takes, until the loss breaks away. */
async function tryRates(test: RangeTest, rates: Float64Array, { signal, bar, losses }: Watched): Promise<void> {
  const { model, state, metrics, callbacks, train } = test;
  const history = new History([], test.loss.name);
  const plan = { epochs: 1, batches: rates.length, validBatches: 0 };
  const run = new Run({
    state,
    metrics,
    plan,
    history,
    rates: { learningRate: rates, momentum: undefined, groups: undefined },
    ...noFiles,
  });
  const moments = new Moments(callbacks, signal);
  const training: Training = { ...test, changeGradients: moments.changeGradients };
  let [mean, best] = [0, Number.POSITIVE_INFINITY];
  while (run.step < rates.length) {
    for await (const batch of batchesOf(train, { model, epoch: state.epochs++, limit: rates.length - run.step, signal })) {
      const taken = takenBatch({ run, moments }, batch);
      const [loss = Number.NaN] = await trainOn({ training, step: test.step, run, moments }, [taken]).finally(() =>
        tf.dispose([taken.images, taken.targets]),
      );
      if (!Number.isFinite(loss)) return;
      run.trained(loss);
      bar.advance();
      mean = keep * mean + (1 - keep) * loss;
      const smoothed = mean / (1 - keep ** run.step); // as the mean begins at 0
      losses.push(smoothed);
      best = Math.min(best, smoothed);
      if (smoothed > tooMuch * best) return;
    }
  }
}

const noFile = async (): Promise<void> => {
  throw new Error("A batch can't be saved or loaded in changeBatch.");
};
const noFiles = { save: noFile, load: noFile };

function endInWords(reached: number, rates: Float64Array): string {
  const all = `${plural(rates.length, "batch", "batches")}`;
  return reached < rates.length
    ? `the loss broke away after ${reached} of ${all}; the learner is as it was`
    : `${all}; the learner is as it was`;
}

function tooFew(count: number, from: number): RangeError {
  return new RangeError(
    `Expected a loss that is a finite number at two learning rates at least but got it at ${count}.\n  Does the model give finite scores at all? learner.validate() tells. If so, begin lower: findLearningRate({ from: ${from / 1000} }).`,
  );
}
