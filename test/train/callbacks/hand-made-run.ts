import { tf } from "../../../lib/device/index.ts";
import { accuracy, type Callback, type FitRun, History, type Metric } from "../../../lib/train/index.ts";

/** What an epoch of a hand-made fit came to. */
export interface Figures {
  readonly train?: number;
  readonly valid: number;
  readonly accuracy?: number;
  readonly error?: number;
}

/** The part of examples that are wrong: less of it is better. */
export const errorRate: Metric = { ...accuracy, name: "error", lowerIsBetter: true };

/** A fit that goes on as the test says, without any training: two batches an epoch. */
export class HandMadeRun implements FitRun {
  readonly model: FitRun["model"];
  readonly metrics = [accuracy, errorRate];
  readonly history = new History(["accuracy", "error"], "cross-entropy (nats)");
  readonly epochs = 100;
  readonly batches = 2;
  epoch = 0;
  batch = 0;
  step = 0;
  scheduled = 0.1;
  loss = Number.NaN;
  rateFactor = 1;
  readonly reasons: string[] = [];
  readonly saved: { readonly path: string; readonly epoch: number }[] = [];

  /** @param model any, where a callback looks at none of it */
  constructor(model: FitRun["model"] = { weights: [] } as unknown as FitRun["model"]) {
    this.model = model;
  }

  get learningRate(): number {
    return this.scheduled * this.rateFactor;
  }

  stop(reason: string): void {
    this.reasons.push(reason);
  }

  async save(path: string): Promise<void> {
    this.saved.push({ path, epoch: this.epoch });
  }

  async load(): Promise<void> {}

  /** An epoch: its batches, then these figures; all callbacks are told. */
  async epochWith(callbacks: readonly Callback[], { train = 1, valid, accuracy: right = 0.5, error = 0.5 }: Figures): Promise<void> {
    this.epoch++;
    for (const callback of callbacks) await callback.beforeEpoch?.(this);
    for (this.batch = 0; this.batch < this.batches; ) {
      this.batch++;
      this.step++;
      this.loss = train;
      this.history.batchLosses.push(train);
      for (const callback of callbacks) await callback.afterBatch?.(this);
    }
    this.history.addEpoch({ epoch: this.epoch, trainLoss: train, valid: { loss: valid, accuracy: right, error }, seconds: 1 });
    for (const callback of callbacks) await callback.afterEpoch?.(this);
  }
}

/** A fit of one callback over epochs with these figures, until it stops it. @returns the run, and in which epoch it was stopped */
export async function fitWith(callback: Callback, figures: readonly Figures[], run = new HandMadeRun()) {
  await callback.beforeFit?.(run);
  for (const epoch of figures) {
    await run.epochWith([callback], epoch);
    if (run.reasons.length > 0) break;
  }
  await callback.afterFit?.(run);
  return { run, stoppedIn: run.reasons.length > 0 ? run.epoch : undefined };
}

/** The callback as another process finds it: made anew by the same code, its state carried through JSON. */
export function inAnotherProcess(make: () => Callback, before: Callback): Callback {
  const callback = make();
  callback.restore?.(JSON.parse(JSON.stringify(before.state?.() ?? {})));
  return callback;
}

/** A model with these numbers as its weights. */
export function oneWeight(numbers: readonly number[]): tf.LayersModel {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: numbers.length, inputShape: [1], useBias: false })] });
  setWeight(model, numbers);
  return model;
}

export function setWeight(model: tf.LayersModel, numbers: readonly number[]): void {
  tf.tidy(() => model.setWeights([tf.tensor2d([[...numbers]])]));
}

export const weightOf = (model: tf.LayersModel): number[] => Array.from(model.getWeights()[0]?.dataSync() ?? []);
