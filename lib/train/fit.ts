import type { Loader } from "../data/index.ts";
import { tf, type VariableSnapshot } from "../device/index.ts";
import { Accumulation, placeInWindow } from "./accumulation.ts";
import { BatchQueue } from "./batch-queue.ts";
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
import type { Rates } from "./rates.ts";
import { residentBatches, residentOf } from "./resident.ts";
import { type BatchTraining, takenBatches, trainOn } from "./train-batch.ts";
import { disposeBatch, lengthOf, type TrainingBatch, tensorsOf } from "./training-batch.ts";
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
  readonly queue: BatchQueue;
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
  const queue = new BatchQueue(fit.callbacks, { singly: !fit.step.joins || isAccumulating(fit) });
  const going: Going = { fit, run, moments, training, step: fit.step, view: fitView(run.at), queue };
  const failures: unknown[] = [];
  const { state } = fit;
  if (isAccumulating(fit)) state.accumulation = new Accumulation(state.trained.map(({ variable }) => variable));
  try {
    await runEpochs(going);
  } catch (error) {
    if (error instanceof Stopped) noteStop(run);
    else failures.push(error);
  }
  // Of a window that was broken off nothing is kept.
  state.accumulation?.dispose();
  state.accumulation = undefined;
  going.queue.dispose();
  await moments.tellEnd(run).catch((error) => failures.push(error));
  going.view.end(failures.length > 0 ? "ended by an error" : endInWords({ from, history }));
  if (failures.length > 0) throw failures[0];
  return history;
}

/** Whether several batches make an update together. */
const isAccumulating = ({ plan }: Fit): boolean => (plan.accumulate ?? 1) > 1;

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
async function trainEpoch(going: Going, before: VariableSnapshot): Promise<number> {
  const { fit, run, queue } = going;
  const { model, plan, signal, state } = fit;
  const epoch: EpochTraining = { before, start: performance.now(), lossSum: 0 };
  const number = state.epochs++;
  // Pictures are worth keeping where a fit goes through all of them.
  const isWhole = plan.batches === fit.train.length && !fit.callbacks.some(({ changeBatch }) => changeBatch);
  const resident = isWhole ? await residentOf(fit.train, signal) : undefined;
  const batches = resident
    ? residentBatches({ resident, epoch: number, limit: plan.batches, signal })
    : takenBatches(going, batchesOf(fit.train, { model, epoch: number, limit: plan.batches, signal }));
  try {
    for await (const batch of batches) {
      if (queue.isEnough(batch)) await trainWaiting(going, epoch);
      queue.add(batch);
      if (queue.isEnough()) await trainWaiting(going, epoch);
    }
    await trainWaiting(going, epoch);
  } finally {
    if (resident) tf.dispose([resident.images, resident.labels]);
  }
  return epoch.lossSum / run.at.pictures;
}

/** An epoch's training while it goes on. */
interface EpochTraining {
  /** To where all goes back when the loss is not finite. */
  readonly before: VariableSnapshot;
  readonly start: number;
  /** Of all pictures. */
  lossSum: number;
}

/** Trains on the batches that wait. */
async function trainWaiting(going: Going, epoch: EpochTraining): Promise<void> {
  const { run, moments, view, queue } = going;
  for (let batches = queue.take(); batches; batches = queue.take()) {
    try {
      const start = performance.now();
      const losses = await trainOrExplain(going, { batches, before: epoch.before });
      queue.note({ batches: batches.length, milliseconds: performance.now() - start });
      for (const [place, loss] of losses.entries()) {
        const pictures = lengthOf(batches[place] as TrainingBatch);
        run.at.pictures += pictures;
        run.at.seconds = (performance.now() - epoch.start) / 1000;
        epoch.lossSum += loss * pictures;
        run.trained(loss);
      }
    } finally {
      for (const batch of batches) disposeBatch(batch);
    }
    view.batch();
    await moments.tell("afterBatch", run);
    obeyStop(run);
  }
}

interface Batches {
  readonly batches: readonly [TrainingBatch, ...TrainingBatch[]];
  readonly before: VariableSnapshot;
}

/**
 * Trains on batches.
 *
 * @returns their losses, finite numbers
 * @throws RangeError where one is none, which says where that began
 */
async function trainOrExplain(going: Going, { batches, before }: Batches): Promise<readonly number[]> {
  // Copies share their numbers with the weights until the step makes new ones.
  const { state, plan } = going.fit;
  const { accumulate = 1 } = plan;
  if (state.accumulation) state.accumulation.place = placeInWindow(going.run.at.batch, { accumulate, batches: plan.batches });
  const weights = batches.length === 1 ? state.weightsSnapshot() : state.snapshot();
  try {
    const losses = await trainOn(going, batches);
    const bad = losses.findIndex((loss) => !Number.isFinite(loss));
    if (bad < 0) return losses;
    weights.restore();
    for (const batch of batches.slice(0, bad)) {
      for (const loss of await trainOn(going, [batch])) going.run.trained(loss);
    }
    const batch = tensorsOf(batches[bad] as TrainingBatch);
    throw await lossError(going, { loss: losses[bad] as number, batch }).finally(() => {
      tf.dispose([batch.images, batch.targets]);
      before.restore();
    });
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
