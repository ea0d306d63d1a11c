import type { Loader } from "../data/index.ts";
import { tf } from "../device/index.ts";
import { batchesOf, Stopped } from "./batches.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import type { FitPlan } from "./fit-plan.ts";
import { type FitState, type FitView, fitView } from "./fit-view.ts";
import { History, stopInWords } from "./history.ts";
import { type Training, trainingStep } from "./training-step.ts";

/** What a fit works on and how. */
export interface Fit extends Training, Evaluation {
  readonly train: Loader;
  readonly valid: Loader;
  readonly plan: FitPlan;
  readonly learningRate: number;
  /** Aborted to stop at the next batch. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The whole of training: for each epoch a step for each batch, then the scores on pictures that it does not learn from.
 *
 * @throws RangeError when the loss is not finite; then all is as it was when the epoch began
 */
export async function runFit(fit: Fit): Promise<History> {
  const { name, unit } = fit.loss;
  const history = new History(
    fit.metrics.map((metric) => metric.name),
    unit ? `${name} (${unit})` : name,
  );
  const state: FitState = { plan: fit.plan, history, epoch: 0, batch: 0, validating: false, pictures: 0, seconds: 0, validSeconds: 0 };
  const view = fitView(state);
  const learningRate = tf.scalar(fit.learningRate);
  try {
    while (state.epoch < fit.plan.epochs) {
      const start = performance.now();
      const trainLoss = await trainEpoch(fit, learningRate, { state, view });
      const valid = await validateEpoch(fit, { state, view });
      history.addEpoch({ epoch: state.epoch, trainLoss, valid, seconds: (performance.now() - start) / 1000 });
      view.epoch();
    }
    view.end();
  } catch (error) {
    if (!(error instanceof Stopped)) {
      view.end("ended by an error");
      throw error;
    }
    history.stopAt({ epoch: state.epoch, batch: state.validating ? fit.plan.batches : error.batches, validating: state.validating });
    view.end(stopInWords(history));
  } finally {
    learningRate.dispose();
  }
  return history;
}

interface Watched {
  readonly state: FitState;
  readonly view: FitView;
}

/** @returns the mean loss of the batches */
async function trainEpoch(fit: Fit, learningRate: tf.Tensor, { state, view }: Watched): Promise<number> {
  Object.assign(state, { epoch: state.epoch + 1, batch: 0, validating: false, pictures: 0, seconds: 0 });
  const before = fit.state.snapshot();
  const start = performance.now();
  let lossSum = 0;
  try {
    const { model, plan, signal } = fit;
    for await (const batch of batchesOf(fit.train, { model, limit: plan.batches, signal })) {
      const { images, length } = batch;
      const labels = batch.mixed ? batch.targets : batch.labels;
      const loss = await numberIn(trainingStep(fit, { images, labels, learningRate }));
      state.batch++;
      if (!Number.isFinite(loss)) {
        before.restore();
        throw lossNotFinite(loss, state, fit.learningRate);
      }
      state.history.batchLosses.push(loss);
      state.pictures += length;
      state.seconds = (performance.now() - start) / 1000;
      lossSum += loss * length;
      view.batch();
    }
  } finally {
    before.dispose();
  }
  return lossSum / state.pictures;
}

async function validateEpoch(fit: Fit, { state, view }: Watched) {
  const start = performance.now();
  Object.assign(state, { batch: 0, validating: true });
  const scores = await evaluate(fit, fit.valid, {
    limit: fit.plan.validBatches,
    signal: fit.signal,
    onBatch() {
      state.batch++;
      view.batch();
    },
  });
  state.validSeconds = (performance.now() - start) / 1000;
  return scores;
}

/** The value of a scalar, which is disposed. */
async function numberIn(scalar: tf.Tensor): Promise<number> {
  try {
    return (await scalar.data())[0] ?? Number.NaN;
  } finally {
    scalar.dispose();
  }
}

function lossNotFinite(loss: number, { epoch, batch }: FitState, learningRate: number): RangeError {
  return new RangeError(
    `Expected a loss that is a finite number but got ${loss} at batch ${batch} of epoch ${epoch}.\n  Most often the learning rate is too high: try ${learningRate / 10} instead of ${learningRate}. Else look for pictures that are not scaled to 0 … 1, or that hold NaN.\n  The learner is back where epoch ${epoch} began: fit can be called again.`,
  );
}
