import { type Compiled, type CompileStatistics, compile, Shared } from "../compile/index.ts";
import { tf } from "../device/index.ts";
import type { PlaceInWindow } from "./accumulation.ts";
import type { BatchTensors, Gradients } from "./callbacks/callback.ts";
import type { HowCompiled } from "./how-compiled.ts";
import { batchAt, type View } from "./resident.ts";
import { isResident, type ResidentRows, rowsShape, type TrainingBatch } from "./training-batch.ts";
import { type Training, trainingStep } from "./training-step.ts";

type Change = (gradients: Gradients) => Gradients;

/** At least one. */
type Several<T> = readonly [T, ...T[]];

/** A step of training as plain numbers beside its batch. */
export interface PlannedStep {
  readonly batch: TrainingBatch;
  /** The learning rate of each layer group, or one for all. */
  readonly rates: readonly number[];
  readonly momentum: number;
}

/** What a graph is given at each run: all tensors have a row for each step where it makes several. */
interface Given {
  /** Tensors of the batch, or resident pictures and the places of those in it. */
  readonly batch: BatchTensors | { readonly rows: tf.Tensor; readonly images: Shared; readonly labels: Shared; readonly view: View };
  /** One of each layer group, or one for all. */
  readonly rates: readonly tf.Tensor[];
  readonly momentum: tf.Tensor;
}

/** What a graph is made for, beside the shapes of what it is given. */
interface MadeFor {
  /** Of the training state: other weights may learn. */
  readonly version: number;
  /** Where the batch lies among those whose gradients are gathered. */
  readonly place: PlaceInWindow | undefined;
  readonly changes: readonly Change[];
}

/**
 * The training step of a learner as one graph where TensorFlow computes, and operation by operation elsewhere. A graph serves all fits in
 * which the same weights learn.
 */
export class CompiledStep {
  readonly #compiled: Compiled<[given: Given, madeFor: MadeFor], tf.Tensor>;
  readonly #training: Omit<Training, "changeGradients">;
  /** Whether several steps go into one call of TensorFlow, as far as is wanted. */
  readonly joins: boolean;

  constructor(training: Omit<Training, "changeGradients">, how: HowCompiled = {}) {
    this.#training = training;
    this.joins = !how.eager && !how.xla;
    const train = ({ batch, ...settings }: Given, { changes }: MadeFor): tf.Tensor => {
      const tensors =
        "rows" in batch ? batchAt({ images: batch.images.tensor, labels: batch.labels.tensor }, batch.rows, batch.view) : batch;
      return trainingStep({ ...training, changeGradients: changes }, { ...tensors, ...settings });
    };
    this.#compiled = compile(train, how);
  }

  /**
   * As `trainingStep`, once for each of the steps, whose batches have the same shapes; several run in one call of TensorFlow.
   *
   * @param changes what callbacks make of the gradients
   * @returns the loss of each, `[steps]`
   */
  run(steps: Several<PlannedStep>, changes: readonly Change[] = []): tf.Tensor {
    const { version, accumulation } = this.#training.state;
    const madeFor = { version, place: accumulation?.place, changes };
    return tf.tidy(() => {
      if (steps.length > 1) return this.#compiled.scan(together(steps), madeFor);
      const [given] = steps.map(alone) as [Given];
      return tf.reshape(this.#compiled(given, madeFor), [1]);
    });
  }

  get statistics(): CompileStatistics {
    return this.#compiled.statistics;
  }

  /** Frees the graphs. */
  dispose(): void {
    this.#compiled.dispose();
  }
}

/** What a graph of one step is given. */
function alone({ batch, rates, momentum }: PlannedStep): Given {
  return {
    batch: isResident(batch) ? withPictures(tf.tensor(batch.rows, rowsShape(batch), "int32"), batch) : batch, // [N] or [N, 4]
    rates: rates.map((rate) => tf.scalar(rate)),
    momentum: tf.scalar(momentum),
  };
}

/** What a graph of several steps is given. */
function together(steps: Several<PlannedStep>): Given {
  return {
    batch: isResident(steps[0].batch)
      ? stackedRows(steps.map(({ batch }) => batch as ResidentRows))
      : stackedTensors(steps.map(({ batch }) => batch as BatchTensors)),
    rates: steps[0].rates.map((_, group) => tf.tensor1d(steps.map(({ rates }) => rates[group] as number))), // [steps] each
    momentum: tf.tensor1d(steps.map(({ momentum }) => momentum)), // [steps]
  };
}

const withPictures = (rows: tf.Tensor, { resident: { images, labels }, view }: ResidentRows) => ({
  rows,
  view,
  images: new Shared(images),
  labels: new Shared(labels),
});

function stackedRows(batches: readonly ResidentRows[]): Given["batch"] {
  const [first] = batches as Several<ResidentRows>;
  const { length } = first.rows;
  const all = new Int32Array(batches.length * length);
  for (const [place, { rows }] of batches.entries()) all.set(rows, place * length);
  return withPictures(tf.tensor(all, [batches.length, ...rowsShape(first)], "int32"), first); // [steps, N] or [steps, N, 4]
}

function stackedTensors(batches: readonly BatchTensors[]): BatchTensors {
  return {
    images: tf.stack(batches.map(({ images }) => images)), // [steps, N, H, W, C]
    targets: tf.stack(batches.map(({ targets }) => targets)), // [steps, N] or [steps, N, classes]
  };
}
