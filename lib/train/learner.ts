import { cellSignal, positive } from "../base/index.ts";
import { type CompileStatistics, exportSavedModel, type GraphOptions } from "../compile/index.ts";
import type { LabelledImages, Loader, Predictions } from "../data/index.ts";
import type { tf } from "../device/index.ts";
import { type ModelSummary, summary } from "../nn/index.ts";
import { displaySymbol, progress, show } from "../plot/index.ts";
import { answersIn } from "./answers.ts";
import { endBadly } from "./batches.ts";
import type { Callback } from "./callbacks/callback.ts";
import { evaluate, type Scores } from "./evaluate.ts";
import { evaluationLimit } from "./fit-plan.ts";
import { allCallbacks } from "./fit-run.ts";
import { expectTrainable } from "./freeze.ts";
import type { History } from "./history.ts";
import { type Interpretation, interpret } from "./interpret/index.ts";
import {
  type FitOptions,
  type LearnerOptions,
  made,
  madeMetrics,
  type OneCycleFitOptions,
  type PredictionOptions,
} from "./learner-options.ts";
import { findLearningRate, type LearningRateFinderOptions } from "./learning-rate-finder/find-learning-rate.ts";
import type { LearningRateCurve } from "./learning-rate-finder/learning-rate-curve.ts";
import { crossEntropy } from "./losses/cross-entropy.ts";
import type { Loss } from "./losses/loss.ts";
import type { Metric } from "./metrics/metric.ts";
import { expectLabels, expectLogits, expectPictures, type Labelling, outputsOf } from "./model-checks.ts";
import { adam } from "./optimizers/adam.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import { predictAll, predictionBatchSize } from "./predict.ts";
import { expectMomentum, learningRates, momenta } from "./rates.ts";
import { oneCycle, oneCycleMomentum } from "./schedules/one-cycle.ts";
import { augmentedPasses } from "./test-time-augmentation.ts";
import { Trainer } from "./trainer.ts";
import { TrainingLoopText } from "./training-loop-text.ts";

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
  readonly callbacks: readonly Callback[];
  readonly compile: false | GraphOptions | undefined;
  readonly #trainer: Trainer;
  readonly #outputs: number;

  /**
   * @throws TypeError when the model is not one for pictures, or ends in softmax
   * @throws RangeError when the pictures or labels don't suit the model
   */
  constructor({ model, train, valid, metrics = [], loss = crossEntropy, optimizer = adam, callbacks = [], compile }: LearnerOptions) {
    this.model = model;
    this.train = train;
    this.valid = valid;
    this.metrics = madeMetrics(metrics);
    this.loss = made(loss);
    this.optimizer = made(optimizer);
    this.callbacks = allCallbacks(callbacks);
    this.compile = compile;
    this.#outputs = outputsOf(model, this.loss);
    expectLogits(model, this.loss);
    for (const { dataset, imageShape } of [train, valid]) {
      expectPictures(model, dataset, imageShape);
      expectLabels(dataset, this.#labelling());
    }
    this.#trainer = new Trainer(this);
  }

  /**
   * Trains for some epochs: rounds over all training pictures, each judged on the validation pictures. Shows a live table and figure.
   *
   * Stop ends it at the next batch; what was learnt is kept, here and when fit is called again.
   *
   * @throws RangeError when `epochs` or `learningRate` is not positive, a schedule gives no rate, or the loss is no longer a number: then
   * the learner is back where the epoch began
   * @throws Error what a callback throws, with its name and the moment; what was learnt until then is kept
   */
  async fit(
    epochs: number,
    { learningRate = this.optimizer.learningRate ?? 1e-3, momentum, ...options }: FitOptions = {},
  ): Promise<History> {
    if (momentum !== undefined) expectMomentum(this.optimizer);
    return this.#trainer.fit(epochs, options, (batches) => ({
      learningRate: learningRates(learningRate, batches),
      momentum: momentum === undefined ? undefined : momenta(momentum, batches),
    }));
  }

  /**
   * Trains by the one-cycle policy: the learning rate rises to a peak and falls to almost nothing, while momentum does the opposite, where
   * the optimizer has one. Smith and Topin, "Super-Convergence" (2018); fastai's `fit_one_cycle`. Else as `fit`.
   *
   * @param options.learningRate the peak, such as `findLearningRate` suggests
   */
  async fitOneCycle(epochs: number, options: OneCycleFitOptions & { readonly learningRate?: number } = {}): Promise<History> {
    const { learningRate = this.optimizer.learningRate ?? 1e-3, ...others } = options;
    positive({ learningRate });
    return this.#trainer.fit(epochs, others, (batches) => ({
      learningRate: learningRates(oneCycle(batches, learningRate), batches),
      momentum: this.optimizer.momentum === undefined ? undefined : momenta(oneCycleMomentum(batches), batches),
    }));
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
    expectLabels(source.dataset, this.#labelling());
    const bar = progress({ title: "Validating", total: source.dataset.length, unit: "picture", delay: 1 });
    try {
      const evaluation = { model: this.model, inference: this.#trainer.inference };
      const scores = await evaluate(evaluation, source, { limit: evaluationLimit(), signal: cellSignal(), onBatch: bar.advance });
      bar.done();
      return scores;
    } catch (error) {
      throw endBadly(bar, error, "There are no scores, for those of a part of the pictures could mislead. Run the cell again to get them.");
    }
  }

  /**
   * The class that the model gives to each picture, with the probabilities of all classes (softmax of its scores; of no and yes where it
   * has one score), or its value where the loss is for values. Always all pictures, in the order of the data set, whatever a loader does to
   * it; a data set is loaded as the validation pictures are, small pictures in larger batches.
   *
   * @param options.testTimeAugmentation so many more views of each picture, through the random transforms of the training pictures: the
   * answer is the mean over these and the plain view. fastai's `tta`
   * @throws RangeError when the pictures don't suit the model
   */
  async predict(data: LabelledImages | Loader, { testTimeAugmentation = 0 }: PredictionOptions = {}): Promise<Predictions> {
    const loader = isLoader(data) ? data.inOrder() : this.valid.over(data, { batchSize: predictionBatchSize(this.valid) });
    const more = augmentedPasses(this.train, loader.dataset, testTimeAugmentation);
    for (const { loader: source } of [{ loader }, ...more]) expectPictures(this.model, source.dataset, source.imageShape);
    const { model, loss: meaning } = this;
    return predictAll({ model, inference: this.#trainer.inference }, [{ loader }, ...more], { outputs: this.#outputs, meaning });
  }

  /**
   * Tries ever higher learning rates, each on a batch, and suggests one. Shows the loss against the rate; afterwards the learner is as it
   * was. Smith, "Cyclical Learning Rates" (2017); fastai's `lr_find`.
   *
   * @returns `suggestion`, also as `valley`, and `steepest`; it shows itself
   * @throws RangeError when an option is out of range, or the loss is no number from the start
   * @throws Stopped when it was stopped
   */
  async findLearningRate(options: LearningRateFinderOptions = {}): Promise<LearningRateCurve> {
    expectTrainable(this.model);
    const { model, train, metrics, loss, optimizer, callbacks } = this;
    return this.#trainer.alone(() => {
      const { state, step } = this.#trainer;
      state.follow();
      return findLearningRate({ model, train, metrics, loss, optimizer, callbacks, state, step }, options);
    });
  }

  /** The layers of the model with their shapes for the training pictures, parameters, and what of these is trainable. It shows itself. */
  summary(): ModelSummary {
    return summary(this.model, { inputShape: this.train.imageShape });
  }

  /**
   * Shows the loop of `fit` as text, with the callbacks' methods in their places. fastai's `show_training_loop`.
   *
   * @param options.callbacks as they would be given to `fit`
   */
  printTrainingLoop({ callbacks = [] }: Pick<FitOptions, "callbacks"> = {}): TrainingLoopText {
    const text = new TrainingLoopText({ ...this, callbacks: allCallbacks(this.callbacks, callbacks) });
    show({ [displaySymbol]: () => text.bundle() });
    return text;
  }

  /**
   * What the model gets right and wrong on pictures with labels, and what in them it goes by: the validation pictures unless told; a data set
   * is loaded as these are.
   *
   * @throws RangeError when the pictures don't suit the model, or their labels are hidden
   */
  async interpret(data: LabelledImages | Loader = this.valid): Promise<Interpretation> {
    const { model, loss, valid } = this;
    return interpret({ model, loss, loader: isLoader(data) ? data : valid.over(data), classes: valid.dataset.classes });
  }

  /** Freezes all layer groups but the last: only the head learns, as long as the body is good as it is. fastai's `freeze`. */
  freeze(): void {
    this.freezeTo(-1);
  }

  /**
   * Freezes the layer groups before one; it and those after it learn. Groups are those of `layerGroups(model)`. What the optimizer knew of
   * frozen weights is forgotten.
   *
   * @param group its place from 0 at the input, −1 for the last, or its name
   * @throws RangeError when there is no such group
   */
  freezeTo(group: number | string): void {
    this.#trainer.freezeTo(group);
  }

  /** Lets all layers learn. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /**
   * Writes weights, what the optimizer remembers, and how far training is to a safetensors file, whole or not at all; other programs can
   * read the weights in it by their names. Missing folders are made. fastai's `Learner.save`.
   *
   * @throws Error when it can't be written
   */
  async save(path: string): Promise<void> {
    return this.#trainer.save(path);
  }

  /**
   * Writes the model as a SavedModel, which TensorFlow's own programs run in any language: Python's `tf.saved_model.load`, TensorFlow
   * Serving. In the layout of the latter: `folder/1/saved_model.pb`, the next number where there are some; whole or not at all.
   *
   * Its signature `serving_default` takes "pictures" `[N, H, W, C]`, float32, as they come out of the loader's transforms, and gives
   * "scores" `[N, outputs]`, and "probabilities" `[N, classes]` (of no and yes `[N, 2]`) where the loss is for classes. N is any; so are H
   * and W where the model takes any. Dropout is off and batch normalisation uses its averages.
   *
   * @returns the folder of the version, such as "models/cnn/1"
   * @throws Problem on engines other than tensorflow and cuda; where the model is no graph that serves for batches of any size, with the
   * layer; where its weights are larger than 2 GB
   * @throws TypeError when `folder` is no path
   * @throws Error when it can't be written, or the learner is training
   */
  async exportSavedModel(folder: string): Promise<string> {
    const { model, loss } = this;
    const pictureShape = this.train.imageShape ?? this.valid.imageShape;
    const outputs = (scores: tf.Tensor) => ({ scores, ...(loss.task !== "values" && { probabilities: answersIn(scores, loss) }) });
    return this.#trainer.alone(() => exportSavedModel(folder, { model, pictureShape, outputs }));
  }

  /**
   * Reads what `save` or a checkpoint of `fit` wrote, or plain weights. Where the optimizer was another one it starts anew, and that is said.
   *
   * @throws RangeError when the file is missing, damaged or of another architecture; then nothing has changed
   */
  async load(path: string): Promise<void> {
    return this.#trainer.load(path);
  }

  /**
   * Goes on with a fit that had a `checkpoint` and was broken off: from the end of the last epoch that was finished, in another process too.
   * With the same learner and callbacks it ends with the weights that it would have had unbroken. It goes on writing to the same file.
   *
   * @returns the history of the whole fit; where it had ended already, it is not trained further
   * @throws RangeError when the file is missing, damaged, of another architecture, or holds no fit
   * @throws TypeError when learner or callbacks are not those with which the fit began; then nothing has changed
   */
  async resume(path: string, options: Pick<FitOptions, "callbacks" | "signal"> = {}): Promise<History> {
    return this.#trainer.resume(path, options);
  }

  /**
   * Figures of the training step's graphs: how many were made (one for each size of batches, weights that learn, and callbacks that change
   * gradients), the calls that they answered, and operations, bytes and seconds of the last. All are 0 where the step runs operation by operation.
   */
  get compileStatistics(): CompileStatistics {
    return this.#trainer.step.statistics;
  }

  /** Frees what the optimizer remembers, and the graphs of training. The model stays. */
  dispose(): void {
    this.#trainer.dispose();
  }

  #labelling(): Labelling {
    return { task: this.loss.task, outputs: this.#outputs };
  }
}

const isLoader = (data: LabelledImages | Loader): data is Loader => Symbol.asyncIterator in data;
