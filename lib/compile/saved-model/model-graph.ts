import { Problem } from "../../base/index.ts";
import { type NativeBackend, tf } from "../../device/index.ts";
import { encodeSavedModel, type NodeMessage, type SignatureMessage, shapeMessage } from "../graph/protocol.ts";
import { inWords } from "../refusal.ts";
import { type Place, record } from "../trace.ts";
import { graphForAnyBatch, type RecordedBatch } from "./any-batch.ts";
import { differences, FrozenGraph } from "./frozen-graph.ts";
import { watchLayers } from "./layer-scopes.ts";

export interface ModelGraphOptions {
  /** `[H, W, C]` of pictures that the model knows, for sizes that it leaves open itself. */
  readonly pictureShape?: readonly number[] | undefined;
  /** What comes out, by name, from what the model gives; its scores `[N, outputs]` as "scores" unless told. */
  readonly outputs?: (scores: tf.Tensor) => Readonly<Record<string, tf.Tensor>>;
}

const inputName = "pictures";
/** What TensorFlow reads of a file in this format. */
const mostBytes = 2 ** 31 - 1;
/** Pictures of a size that no one has told. */
const usualSide = 224;

type Size = readonly [height: number, width: number, channels: number];

/** A model's way from pictures to what comes out, as one graph for batches of any size. */
export class ModelGraph {
  readonly #backend: NativeBackend;
  readonly #model: tf.LayersModel;
  readonly #outputs: NonNullable<ModelGraphOptions["outputs"]>;
  readonly #size: Size;
  /** On which axes pictures may have any size. */
  #open: readonly boolean[];
  readonly #isSizeKnown: boolean;
  readonly #captured: tf.Tensor[] = [];
  #names: readonly string[] = [];

  constructor(backend: NativeBackend, model: tf.LayersModel, { pictureShape, outputs = (scores) => ({ scores }) }: ModelGraphOptions) {
    this.#backend = backend;
    this.#model = model;
    this.#outputs = outputs;
    const taken = (model.inputs[0]?.shape ?? []).slice(1);
    if (model.inputs.length !== 1 || model.outputs.length !== 1 || taken.length !== 3)
      throw new TypeError(
        `Expected a model from one tensor of pictures [N, H, W, C] to one of scores but got one with inputs ${model.inputs.map(({ shape }) => `[${shape.map((size) => size ?? "N").join(", ")}]`).join(", ")} and ${model.outputs.length} outputs`,
      );
    this.#open = taken.map((size) => size === null);
    this.#isSizeKnown = pictureShape !== undefined;
    this.#size = taken.map((size, axis) => size ?? pictureShape?.[axis] ?? usualSide) as unknown as Size;
  }

  /**
   * The model as the bytes of a SavedModel with the signature of `exportSavedModel`.
   *
   * @throws Problem where it can't be one
   */
  bytes(): Uint8Array {
    try {
      // Two sizes of which neither is a multiple of the other: what a constant has to do with the size shows.
      const recorded = [this.#record(2, this.#size), this.#record(3, this.#size)] as const;
      const [{ graph }, { graph: larger }] = recorded;
      this.#open = this.#open.includes(true) && this.#takesAnySize(graph) ? this.#open : [false, false, false];
      const { binding } = this.#backend;
      const shape = [-1, ...this.#size.map((size, axis) => (this.#open[axis] ? -1 : size))];
      const input = { name: inputName, dtype: binding.TF_FLOAT, shape };
      const nodes = graphForAnyBatch(recorded, { input, outputs: this.#names, binding });
      expectWritable(nodes);
      const outputs = graph.trace.results.map((result, place) => {
        const others = larger.trace.results[place]?.shape ?? [];
        return { ...result, name: this.#names[place] ?? "", shape: result.shape.map((size, axis) => (size === others[axis] ? size : -1)) };
      });
      return encodeSavedModel(nodes, signatureOf({ input, outputs }));
    } finally {
      tf.dispose(this.#captured.splice(0));
    }
  }

  /** What the model gives for pictures, by name. */
  #run(pictures: tf.Tensor): Readonly<Record<string, tf.Tensor>> {
    return tf.tidy(() => ({ ...this.#outputs(this.#model.apply(pictures, { training: false }) as tf.Tensor) }));
  }

  #record(batch: number, size: Size): RecordedBatch {
    const pictures = tf.zeros([batch, ...size]);
    const layers = watchLayers(this.#model);
    try {
      const { result, trace } = record(this.#backend, {
        args: [pictures],
        step: () => this.#run(pictures),
        tensorsOf: (outputs) => Object.values(outputs),
        scope: layers.current,
      });
      this.#names = Object.keys(result);
      tf.dispose(Object.values(result));
      if ("reason" in trace) throw notOneGraph(inWords(trace));
      this.#captured.push(...trace.captured.map(({ tensor }) => tensor));
      const changed = trace.variables.find(({ next }) => next !== undefined);
      if (!changed) return { batch, graph: new FrozenGraph(trace) };
      throw notOneGraph(
        `it changes its weight ${changed.variable.name} when it infers.\n  Let the layer change its weights only where training is true`,
      );
    } finally {
      layers.end();
      pictures.dispose();
    }
  }

  /** Whether two pictures of another size give the same graph, so that it serves for any. @throws Problem where no size is known then */
  #takesAnySize(graph: FrozenGraph): boolean {
    // So many more that feature maps are larger too, and not square.
    const size = this.#grown([64, 96]);
    const isSame = differences(graph, this.#record(2, size).graph).length === 0;
    if (isSame || this.#isSizeKnown) return isSame;
    throw new Problem(
      "saved-model-size",
      "Expected to know the size of pictures, for the model does something else for each, but it takes any and the pictures don't tell theirs",
      {
        hint: "Resize the training pictures: transforms: [T.resize([height, width])]; or build the model with inputShape: [height, width, channels]",
      },
    );
  }

  /** The size with so much more on the axes on which the model takes any. */
  #grown(more: readonly number[]): Size {
    return this.#size.map((side, axis) => (this.#open[axis] ? side + (more[axis] ?? 0) : side)) as unknown as Size;
  }

  /** Runs what was written to a folder. @throws Problem where it gives something else than the model */
  tryOut(written: string): void {
    const { binding } = this.#backend;
    const session = binding.loadSavedModel(written, "serve");
    try {
      for (const batch of [1, 5]) {
        tf.tidy(() => {
          const pictures = tf.randomUniform([batch, ...this.#grown(batch === 1 ? [] : [17, 9])], -1, 1, "float32", 1);
          const outputs = this.#names.map((name) => `${name}:0`);
          const got = binding
            .runSavedModel(session, this.#backend.getInputTensorIds([pictures]), `${inputName}:0`, outputs.join())
            .map((metadata) => this.#backend.createOutputTensor(metadata));
          for (const [place, [name, expected]] of Object.entries(this.#run(pictures)).entries())
            expectAlike(name, { expected, got: got[place] ?? tf.scalar(Number.NaN) });
        });
      }
    } finally {
      binding.deleteSavedModel(session);
    }
  }
}

function signatureOf({ input, outputs }: { readonly input: Place; readonly outputs: readonly Place[] }): SignatureMessage {
  const infoOf = ({ name, dtype, shape }: Place) => ({ name: `${name}:0`, dtype, tensorShape: shapeMessage(shape) });
  return {
    inputs: { [input.name]: infoOf(input) },
    outputs: Object.fromEntries(outputs.map((output) => [output.name, infoOf(output)])),
  };
}

/** @throws Problem when the graph is larger than TensorFlow reads */
function expectWritable(nodes: readonly NodeMessage[]): void {
  let bytes = 0;
  for (const { attr } of nodes) if (attr["value"] && "tensor" in attr["value"]) bytes += attr["value"].tensor.tensorContent?.length ?? 0;
  if (bytes < mostBytes * 0.95) return; // the rest is for the graph's text
  throw new Problem(
    "saved-model-large",
    `Expected a model of less than 2 GB, which is what the format of a SavedModel holds, but its weights have ${(bytes / 1e9).toFixed(1)} GB`,
    { hint: "learner.save(path) writes weights of any size as safetensors, which Python's safetensors reads" },
  );
}

/** Makes sure that what was written gives what the model gives, but for rounding. */
function expectAlike(name: string, { expected, got }: { readonly expected: tf.Tensor; readonly got: tf.Tensor }): void {
  const [wanted, values] = [Array.from(expected.dataSync()), Array.from(got.dataSync())];
  const largest = wanted.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  const allowed = 1e-2 * largest + 1e-4; // convolutions of a GPU round to ten bits
  const same = (value: number, other = Number.NaN): boolean => Object.is(value, other) || Math.abs(value - other) <= allowed;
  if (expected.shape.join() === got.shape.join() && wanted.every((value, place) => same(value, values[place]))) return;
  throw notOneGraph(
    `what was written gives other ${name} than the model for a batch of ${expected.shape[0]} pictures: a layer decides by the size of the batch or of its pictures.\n  Build the model with inputShape: [height, width, channels] in numbers, or take that layer out`,
  );
}

function notOneGraph(words: string): Problem {
  const [message = words, ...hint] = words.split(/\.?\n\s*/);
  return new Problem("saved-model-graph", `Expected a model that is one graph of TensorFlow but this one can't be: ${message}`, {
    hint: hint.join(" "),
  });
}
