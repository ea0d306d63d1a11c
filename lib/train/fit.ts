import type { Batch, Loader } from "../data/index.ts";
import { batchesOf, Stopped } from "./batches.ts";
import type { Callback, FitRun } from "./callbacks/callback.ts";
import { type FitRecord, isFinished } from "./checkpoint/fit-record.ts";
import type { Inference } from "./compiled-inference.ts";
import type { CompiledStep } from "./compiled-step.ts";
import { type Evaluation, evaluate, type Scores } from "./evaluate.ts";
import type { FitPlan } from "./fit-plan.ts";
import { Run } from "./fit-run.ts";
import { type FitView, fitView } from "./fit-view.ts";
import { type Epoch, History, stopInWords } from "./history.ts";
import { lossError, weightsError } from "./loss-error.ts";
import { Moments } from "./moments.ts";
import { RateTensors } from "./rate-tensors.ts";
import type { Rates } from "./rates.ts";
import { type BatchTraining, trainBatch } from "./train-batch.ts";
import type { Snapshot } from "./training-state.ts";
import type { Training } from "./training-step.ts";

/** What a fit works on and how. */
export interface Fit extends Training, Evaluation, Inference {
  readonly step: CompiledStep;
  readonly train: Loader;
  readonly valid: Loader;
  readonly plan: FitPlan;
  readonly rates: Rates;
  readonly callbacks: readonly Callback[];
  /** Aborted to stop at the next batch. */
  readonly signal: AbortSignal | undefined;
  /** Where it goes on, unless it is a new one. */
  readonly from: FitRecord | undefined;
  /** Keeps where it is, at the start and after each epoch. */
  readonly keep: ((record: FitRecord) => Promise<void>) | undefined;
  /** What callbacks may do to the learner. */
  readonly save: FitRun["save"];
  readonly load: FitRun["load"];
}

/** A fit while it goes on. */
interface Going extends BatchTraining {
  readonly fit: Fit;
  readonly view: FitView;
}

/**
 * The whole of training: for each epoch a step for each batch, then the scores on pictures that it does not learn from; callbacks at
 * their moments in between.
 *
 * @throws RangeError when the loss is not finite; then all is as it was when the epoch began
 * @throws Error what a callback throws, with its name and the moment
 */
export async function runFit(fit: Fit): Promise<History> {
  const { loss, metrics, from } = fit;
  const lossWords = loss.unit ? `${loss.name} (${loss.unit})` : loss.name;
  const names = metrics.map((metric) => metric.name);
  const history = from ? History.from(from.history) : new History(names, lossWords);
  const run = new Run({ ...fit, history });
  const moments = new Moments(fit.callbacks, fit.signal);
  if (from) {
    moments.restore(from.callbacks);
    run.goOn(from);
  }
  const training: Training = { ...fit, changeGradients: moments.changeGradients };
  const going: Going = { fit, run, moments, training, step: fit.step, view: fitView(run.at), rates: new RateTensors() };
  const failures: unknown[] = [];
  try {
    await runEpochs(going);
  } catch (error) {
    if (error instanceof Stopped) noteStop(run);
    else failures.push(error);
  }
  going.rates.dispose();
  await moments.tellEnd(run).catch((error) => failures.push(error));
  going.view.end(failures.length > 0 ? "ended by an error" : endInWords({ from, history }));
  if (failures.length > 0) throw failures[0];
  return history;
}

/** How a fit ended, where it was not as planned. */
function endInWords({ from, history }: { readonly from: FitRecord | undefined; readonly history: History }): string {
  return [from && isFinished(from) && "this fit had ended already", stopInWords(history)].filter(Boolean).join("; ");
}

function noteStop({ at, batch, stopReason, history }: Run): void {
  history.stopAt({ epoch: at.epoch, batch, validating: at.validating, ...(stopReason !== undefined && { reason: stopReason }) });
}

async function runEpochs(going: Going): Promise<void> {
  const { fit, run, moments, view } = going;
  await moments.tell("beforeFit", run);
  if (fit.from && isFinished(fit.from)) {
    // Nothing is trained; callbacks are told of the end, for they may have been killed before they heard of it.
    if (run.history.epochs.length > 0) view.epoch();
    return;
  }
  await keep(going);
  while (run.epoch < fit.plan.epochs) {
    Object.assign(run.at, { epoch: run.at.epoch + 1, batch: 0, validating: false, pictures: 0, seconds: 0 });
    await moments.tell("beforeEpoch", run);
    obeyStop(run);
    run.history.addEpoch(await runEpoch(going));
    view.epoch();
    await moments.tell("afterEpoch", run);
    await keep(going);
  }
}

/** @throws Stopped when a callback wants the fit to end */
function obeyStop(run: Run): void {
  if (run.stopReason !== undefined) throw new Stopped(run.batch);
}

/** Keeps where the fit is; what a callback has stopped is kept as ended. @throws Stopped then */
async function keep({ fit, run, moments }: Going): Promise<void> {
  if (run.stopReason !== undefined) noteStop(run);
  const { plan, rates } = fit;
  const { epoch, step, rateFactor, history } = run;
  await fit.keep?.({ plan, rates, epoch, step, rateFactor, history: history.record(), callbacks: moments.record() });
  obeyStop(run);
}

/** @throws RangeError when a number is not finite; then all is as it was when the epoch began */
async function runEpoch(going: Going): Promise<Epoch> {
  const { fit, run } = going;
  const before = fit.state.snapshot();
  const start = performance.now();
  try {
    const trainLoss = await trainEpoch(going, before);
    const valid = await validateEpoch(going);
    if (!Number.isFinite(valid.loss)) {
      const error = await weightsError(fit.model, run);
      if (error) before.restore();
      if (error) throw error;
    }
    return { epoch: run.epoch, trainLoss, valid, seconds: (performance.now() - start) / 1000 };
  } finally {
    before.dispose();
  }
}

/**
 * @param before to where all goes back when the loss is not finite
 * @returns the mean loss of the batches
 */
async function trainEpoch(going: Going, before: Snapshot): Promise<number> {
  const { fit, run, moments, view } = going;
  const { at } = run;
  const { model, plan, signal, state } = fit;
  const start = performance.now();
  let lossSum = 0;
  const epoch = state.epochs++;
  for await (const batch of batchesOf(fit.train, { model, epoch, limit: plan.batches, signal })) {
    const loss = await trainOrExplain(going, { batch, before });
    at.pictures += batch.length;
    at.seconds = (performance.now() - start) / 1000;
    lossSum += loss * batch.length;
    run.trained(loss);
    view.batch();
    await moments.tell("afterBatch", run);
    obeyStop(run);
  }
  return lossSum / at.pictures;
}

/**
 * Trains on a batch.
 *
 * @returns its loss, a finite number
 * @throws RangeError where it is none, which says where that began
 */
async function trainOrExplain(going: Going, { batch, before }: { readonly batch: Batch; readonly before: Snapshot }): Promise<number> {
  // Copies share their numbers with the weights until the step makes new ones.
  const weights = going.fit.state.weightsSnapshot();
  try {
    const loss = await trainBatch(going, batch);
    if (Number.isFinite(loss)) return loss;
    weights.restore();
    const error = await lossError(going, { loss, batch }).finally(before.restore);
    throw error;
  } finally {
    weights.dispose();
  }
}

async function validateEpoch({ fit, run, view }: Going): Promise<Scores> {
  const { at } = run;
  const start = performance.now();
  Object.assign(at, { batch: 0, validating: true });
  const scores = await evaluate(fit, fit.valid, {
    limit: fit.plan.validBatches,
    signal: fit.signal,
    onBatch() {
      at.batch++;
      view.batch();
    },
  });
  at.validSeconds = (performance.now() - start) / 1000;
  return scores;
}
