import type { tf } from "../../device/index.ts";
import type { History } from "../history.ts";
import type { Metric } from "../metrics/metric.ts";

/** A fit that is going on, as its callbacks see it. */
export interface FitRun {
  readonly model: tf.LayersModel;
  /** What is measured on the validation pictures beside the loss. */
  readonly metrics: readonly Metric[];
  /** What came out so far. */
  readonly history: History;
  /** Epochs that are to be made in all, and the training batches of each. */
  readonly epochs: number;
  readonly batches: number;
  /** The present epoch, from 1; 0 before the first. */
  readonly epoch: number;
  /** Training batches of this epoch that are finished. */
  readonly batch: number;
  /** Training batches of the whole fit that are finished. */
  readonly step: number;
  /** The rate of the last batch, or of the next one where none was trained yet; of the last parameter group. */
  readonly learningRate: number;
  /** Loss of the last training batch; NaN before the first. */
  readonly loss: number;
  /** What the schedule says is multiplied by this from the next batch on; 1 at the start. */
  rateFactor: number;
  /** Ends the fit: no batch is trained after this event. @param reason shown below the table, such as "valid_loss has not fallen for 3 epochs" */
  stop(reason: string): void;
  /** Writes weights and optimizer to a file, as `learner.save` does. */
  save(path: string): Promise<void>;
  /** Reads them back, as `learner.load` does. */
  load(path: string): Promise<void>;
}

/** One batch on its way into the network. */
export interface BatchTensors {
  /** `[N, H, W, C]` */
  readonly images: tf.Tensor;
  /** Right classes `[N]`, or their shares `[N, classes]`. */
  readonly targets: tf.Tensor;
}

/** Gradients by the name of their variable. */
export type Gradients = Readonly<Record<string, tf.Tensor>>;

/** What a callback must find again when a fit goes on in another process: plain JSON. */
export type CallbackState = Readonly<Record<string, unknown>>;

/**
 * Something that happens at certain moments of a fit: a plain object with a name and any of these methods. They are called in the order
 * in which the callbacks were given. What one throws ends the fit, with a message that names the callback and the moment.
 *
 * fastai's `Callback`, Keras' `Callback`.
 *
 * @example
 * const tell: Callback = { name: "tell", afterEpoch: ({ epoch, loss }) => show(`epoch ${epoch} ended with a loss of ${loss}`) };
 * await learner.fit(3, { callbacks: [tell] });
 */
export interface Callback {
  readonly name: string;
  beforeFit?(run: FitRun): void | Promise<void>;
  beforeEpoch?(run: FitRun): void | Promise<void>;
  /** What is trained on in place of this batch, such as mixed pictures. Runs within `tf.tidy`; what it returns is disposed after the step. */
  changeBatch?(batch: BatchTensors, run: FitRun): BatchTensors;
  /** The gradients to use in place of these, which are those of an update: where several batches make one, their average. A pure function of tensors that reads no values: it is a part of the training step, and where that
   * runs as a graph it is called when the graph is made. */
  changeGradients?(gradients: Gradients): Gradients;
  afterBatch?(run: FitRun): void | Promise<void>;
  /** After the validation that ends an epoch: its figures are the last of `run.history.epochs`. */
  afterEpoch?(run: FitRun): void | Promise<void>;
  /** At the end, however it came: planned, stopped, or by an error. */
  afterFit?(run: FitRun): void | Promise<void>;
  /** What it knows by now, for a checkpoint … */
  state?(): CallbackState;
  /** … and how it takes that up again, before `beforeFit`. */
  restore?(state: CallbackState): void;
}
