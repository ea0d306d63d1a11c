import { cellSignal, positive, positiveInteger } from "../base/index.ts";
import type { LabelledImages, Loader, Predictions } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import { progress } from "../plot/index.ts";
import { endBadly } from "./batches.ts";
import { evaluate, type Scores } from "./evaluate.ts";
import { runFit } from "./fit.ts";
import { evaluationLimit, planFit } from "./fit-plan.ts";
import type { History } from "./history.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import type { Loss } from "./losses/loss.ts";
import type { Metric } from "./metrics/metric.ts";
import { expectLabels, expectLogits, expectPictures, outputsOf } from "./model-checks.ts";
import { adam } from "./optimizers/adam.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import { predictAll } from "./predict.ts";
import { TrainingState } from "./training-state.ts";

export interface LearnerOptions {
  /** From pictures `[N, H, W, C]` to scores `[N, classes]`, without a softmax at its end. */
  readonly model: tf.LayersModel;
  /** What it learns from. */
  readonly train: Loader;
  /** What it is judged by after each epoch, and never learns from. */
  readonly valid: Loader;
  /** What is measured beside the loss. */
  readonly metrics?: readonly Metric[];
  readonly loss?: Loss;
  readonly optimizer?: Optimizer;
}

export interface FitOptions {
  /** How far each update goes. */
  readonly learningRate?: number;
  /** Aborted to stop at the next batch; the notebook's Stop button unless told. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A model with what it learns from, how it learns and how it is judged. fastai's `Learner`; Keras' `compile` and `fit` in one.
 *
 * @example
 * const learner = new Learner({ model, train, valid, metrics: [accuracy] });
 * await learner.fit(3, { learningRate: 1e-3 });
 * const predictions = await learner.predict(fashion.test);
 */
export class Learner {
  readonly model: tf.LayersModel;
  readonly train: Loader;
  readonly valid: Loader;
  readonly metrics: readonly Metric[];
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly #state: TrainingState;
  readonly #outputs: number;
  #busy = false;

  /**
   * @throws TypeError when the model is not one for pictures, or ends in softmax
   * @throws RangeError when the pictures or labels don't suit the model
   */
  constructor({ model, train, valid, metrics = [], loss = crossEntropy, optimizer = adam() }: LearnerOptions) {
    this.#outputs = outputsOf(model);
    expectLogits(model, loss);
    for (const { dataset, imageShape } of [train, valid]) {
      expectPictures(model, dataset, imageShape);
      expectLabels(dataset, this.#outputs);
    }
    this.model = model;
    this.train = train;
    this.valid = valid;
    this.metrics = metrics;
    this.loss = loss;
    this.optimizer = optimizer;
    this.#state = new TrainingState(model, optimizer);
  }

  /**
   * Trains for some epochs: rounds over all training pictures, each judged on the validation pictures. Shows a live table and figure.
   *
   * Stop ends it at the next batch; what was learnt is kept, here and when fit is called again.
   *
   * @throws RangeError when `epochs` or `learningRate` is not positive, or the loss is no longer a number: then the learner is back where
   * the epoch began
   */
  async fit(epochs: number, { learningRate = 1e-3, signal = cellSignal() }: FitOptions = {}): Promise<History> {
    positiveInteger({ epochs });
    positive({ learningRate });
    const { model, train, valid, metrics, loss, optimizer } = this;
    const plan = planFit(epochs, train.length, valid.length);
    return this.#alone(() => runFit({ model, train, valid, metrics, loss, optimizer, state: this.#state, plan, learningRate, signal }));
  }

  /**
   * Loss and metrics on pictures with labels, the validation pictures unless told; a data set is loaded as these are. Dropout is off and
   * batch normalisation uses its averages.
   *
   * @returns such as `{ loss: 0.31, accuracy: 0.89 }`
   * @throws RangeError when the pictures or labels don't suit the model
   */
  async validate(data: LabelledImages | Loader = this.valid): Promise<Scores> {
    const source = isLoader(data) ? data : this.valid.over(data);
    expectPictures(this.model, source.dataset, source.imageShape);
    expectLabels(source.dataset, this.#outputs);
    const bar = progress({ title: "Validating", total: source.dataset.length, unit: "picture" });
    try {
      const scores = await evaluate(this, source, { limit: evaluationLimit(), signal: cellSignal(), onBatch: bar.advance });
      bar.done();
      return scores;
    } catch (error) {
      throw endBadly(bar, error, "There are no scores, for those of a part of the pictures could mislead. Run the cell again to get them.");
    }
  }

  /**
   * The class that the model gives to each picture, with the probabilities of all classes (softmax of its scores). Always all pictures, in
   * the order of the data set, whatever a loader does to it; a data set is loaded as the validation pictures are.
   *
   * @throws RangeError when the pictures don't suit the model
   */
  async predict(data: LabelledImages | Loader): Promise<Predictions> {
    const source = isLoader(data) ? data.inOrder() : this.valid.over(data);
    expectPictures(this.model, source.dataset, source.imageShape);
    return predictAll(this.model, source, { outputs: this.#outputs });
  }

  /** Frees what the optimizer remembers. The model stays. */
  dispose(): void {
    this.#state.dispose();
  }

  /** Two fits at once would pull the same weights two ways. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new Error("This learner is training already: write await before learner.fit(…), and wait for that cell to end.");
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }
}

const isLoader = (data: LabelledImages | Loader): data is Loader => Symbol.asyncIterator in data;
