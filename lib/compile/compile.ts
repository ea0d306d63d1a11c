import { messageOf, positiveInteger } from "../base/index.ts";
import { backendOfTensorFlow, hasNativeOperations, type NativeBackend, nativeOperation, tf } from "../device/index.ts";
import { inWords, type Refusal } from "./refusal.ts";
import { type Runner, runnerFor } from "./runner.ts";
import { isRecording, record, type Trace } from "./trace.ts";
import { mapTensors, signatureOf, tensorsIn } from "./tree.ts";

export interface CompileOptions<Args extends readonly unknown[]> {
  /** Arguments such as will come, to make the graph for beforehand: the step runs once with them, and its variables are as before then. */
  readonly inputs?: Args;
  /** The variables that the step may change; one that changes another is not compiled. Any unless told. */
  readonly variables?: readonly tf.Variable[];
  /** Graphs that are kept, each for arguments of other shapes; of more, those used last. */
  readonly graphs?: number;
  /** Told once, when the step can't be compiled and runs operation by operation from then on; a warning on the console unless told. */
  readonly onRefusal?: (words: string) => void;
}

/** Figures of a compiled step. */
export interface CompileStatistics {
  /** How often a graph was made. */
  readonly traces: number;
  /** Calls that a graph has answered. */
  readonly graphRuns: number;
  /** Operations of the graph made last, the bytes of its text, and the seconds that it took to make it beside running the step. */
  readonly operations: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** A step that runs as one graph; called as the step is. */
export interface Compiled<Args extends readonly unknown[], Result> {
  (...args: Args): Result;
  readonly statistics: CompileStatistics;
  /** Why the step runs operation by operation; undefined where it does not. */
  readonly refusal: string | undefined;
  /** Frees the graphs. The step can be called on, and is compiled anew. */
  dispose(): void;
}

/** A step of which this many graphs were made in a row, none used twice, is better off without. */
const graphsInVain = 8;

/**
 * Makes one TensorFlow graph of ordinary TensorFlow.js code (forward, gradients, update), and runs that in the place of its operations: the
 * same numbers, several times as fast where batches are small.
 *
 * The first call with arguments of some shapes runs the step as ever and records what TensorFlow is asked to do; later ones run the graph.
 * Tensors among the arguments, in arrays and plain objects too, may have other values each time, and variables always have their present
 * ones. All else that the step uses stays as it was when it was recorded: numbers (give a learning rate as `tf.scalar(rate)`), tensors that
 * are no arguments, and what `if` decided. JavaScript in the step runs while it is recorded only.
 *
 * What a graph can't do (read values, make variables, draw random numbers in JavaScript) is found out while recording; that call has
 * done its work as ever, and later ones run operation by operation, after one warning. On engines other than `tensorflow` and `cuda` they
 * do anyway, without a word.
 *
 * The idea of tracing is that of `tf.function` (Agrawal et al., "TensorFlow Eager", 2019).
 *
 * @param step takes and returns tensors, in arrays and plain objects where there are several
 * @throws RangeError when `graphs` is no positive integer; what the step throws
 * @example
 * const step = compile((images: tf.Tensor4D, labels: tf.Tensor1D) => optimizer.minimize(() => loss(model.apply(images), labels), true));
 * for await (const { images, labels } of batches) step(images, labels)?.dispose();
 */
export function compile<Args extends readonly unknown[], Result>(
  step: (...args: Args) => Result,
  options: CompileOptions<Args> = {},
): Compiled<Args, Result> {
  const compiled = new CompiledStep(step, options);
  if (options.inputs) compiled.prepare(options.inputs);
  const call = (...args: Args): Result => compiled.call(args);
  return Object.defineProperties(call, {
    statistics: { get: () => compiled.statistics },
    refusal: { get: () => compiled.refusal },
    dispose: { value: () => compiled.dispose() },
  }) as Compiled<Args, Result>;
}

/** A graph for arguments of certain shapes. */
interface Prepared<Result> {
  readonly trace: Trace;
  readonly runner: Runner;
  /** What the step returned when it was recorded; its tensors stand for those of each run. */
  readonly result: Result;
  used: boolean;
}

class CompiledStep<Args extends readonly unknown[], Result> {
  readonly #step: (...args: Args) => Result;
  readonly #allowed: readonly tf.Variable[] | undefined;
  readonly #most: number;
  readonly #onRefusal: (words: string) => void;
  /** By the signature of the arguments; used last, last. */
  readonly #graphs = new Map<string, Prepared<Result>>();
  #refusal: string | undefined;
  #inVain = 0;
  #madeVariables = false;
  #statistics: CompileStatistics = { traces: 0, graphRuns: 0, operations: 0, bytes: 0, seconds: 0 };

  constructor(step: (...args: Args) => Result, options: CompileOptions<Args>) {
    const { graphs = 8, onRefusal = (words: string) => console.warn(words), variables } = options;
    positiveInteger({ graphs });
    this.#step = step;
    this.#most = graphs;
    this.#onRefusal = onRefusal;
    this.#allowed = variables;
  }

  get statistics(): CompileStatistics {
    return this.#statistics;
  }

  get refusal(): string | undefined {
    return this.#refusal;
  }

  call(args: Args): Result {
    // Within a recording or a gradient its operations must be seen one by one.
    if (!hasNativeOperations() || this.#refusal !== undefined || isRecording() || isInGradient()) return this.#plain(args);
    const backend = backendOfTensorFlow();
    const signature = args.map(signatureOf).join(";");
    const prepared = this.#graphs.get(signature);
    if (!prepared) return this.#record(backend, args, signature);
    if (prepared.trace.variables.some(({ isDisposed }) => isDisposed)) {
      this.#drop(signature);
      return this.#record(backend, args, signature);
    }
    this.#graphs.delete(signature);
    this.#graphs.set(signature, prepared);
    return this.#run(backend, prepared, args);
  }

  /** Makes the graph for some arguments; variables are as before then. */
  prepare(args: Args): void {
    const before = Object.values(tf.engine().registeredVariables).map((variable) => ({ variable, value: tf.clone(variable) }));
    try {
      tf.dispose(tensorsIn(this.call(args)));
    } finally {
      for (const { variable, value } of before) {
        if (!variable.isDisposed && variable.dataId !== value.dataId) variable.assign(value);
        value.dispose();
      }
    }
  }

  dispose(): void {
    for (const signature of [...this.#graphs.keys()]) this.#drop(signature);
  }

  #plain(args: Args): Result {
    return tf.tidy(() => this.#step(...args) as tf.TensorContainer) as Result;
  }

  #run(backend: NativeBackend, prepared: Prepared<Result>, args: Args): Result {
    const { trace, runner, result } = prepared;
    const ids = backend.getInputTensorIds([...tensorsIn(args), ...trace.captured, ...trace.variables]);
    const made = runner.run(ids).map((metadata) => backend.createOutputTensor(metadata));
    const values = made.splice(made.length - trace.changed.length);
    for (const [place, variable] of trace.changed.entries()) variable.assign(values[place] as tf.Tensor);
    tf.dispose(values);
    prepared.used = true;
    this.#statistics = { ...this.#statistics, graphRuns: this.#statistics.graphRuns + 1 };
    let place = 0;
    return mapTensors(result, () => made[place++] as tf.Tensor);
  }

  /** Runs the step as ever, and keeps its graph where there can be one. */
  #record(backend: NativeBackend, args: Args, signature: string): Result {
    giveEachItsOwnValues();
    const copies = mapTensors(args, ownValues);
    const started = performance.now();
    let stepped = started;
    try {
      const { result, trace } = record(backend, {
        args: tensorsIn(copies),
        step: () => this.#plain(copies),
        tensorsOf: (made) => {
          stepped = performance.now();
          return tensorsIn(made);
        },
      });
      this.#keep(backend, trace, { signature, result });
      const seconds = (performance.now() - stepped) / 1000;
      this.#statistics = { ...this.#statistics, seconds };
      return result;
    } finally {
      tf.dispose(tensorsIn(copies));
    }
  }

  #keep(
    backend: NativeBackend,
    trace: Trace | Refusal,
    { signature, result }: { readonly signature: string; readonly result: Result },
  ): void {
    if ("reason" in trace) {
      const isFirst = trace.maybeOnce === true && !this.#madeVariables;
      this.#madeVariables = true;
      if (!isFirst) this.#refuse(inWords(trace));
      return;
    }
    const other = trace.changed.find((variable) => this.#allowed?.includes(variable) === false);
    if (other) {
      this.#refuse(
        `it changes the variable ${other.name}, which is not among its variables.\n  Name it in variables: […], or leave that out`,
      );
      return;
    }
    let runner: Runner;
    try {
      runner = runnerFor(backend, trace);
    } catch (error) {
      this.#refuse(`TensorFlow does not take its graph: ${messageOf(error)}`);
      return;
    }
    this.#graphs.set(signature, { trace, runner, result, used: false });
    this.#statistics = {
      ...this.#statistics,
      traces: this.#statistics.traces + 1,
      operations: trace.graph.nodes.length,
      bytes: runner.bytes,
    };
    for (const old of [...this.#graphs.keys()].slice(0, -this.#most)) this.#drop(old);
    if (this.#inVain >= graphsInVain) {
      this.#refuse(
        `its arguments had other shapes or other values that are no tensors at nearly every call.\n  Give it batches of one size (dropLast: true), and numbers as tf.scalar(number)`,
      );
    }
  }

  #refuse(words: string): void {
    this.#refusal = words;
    this.dispose();
    this.#onRefusal(`The step runs operation by operation, for as one graph it would not be the same: ${words}`);
  }

  #drop(signature: string): void {
    const prepared = this.#graphs.get(signature);
    if (!prepared) return;
    this.#graphs.delete(signature);
    this.#inVain = prepared.used ? 0 : this.#inVain + 1;
    prepared.runner.dispose();
    tf.dispose([...prepared.trace.captured]);
  }
}

/** Variables can share values, as after setWeights; a graph would take one for the other. */
function giveEachItsOwnValues(): void {
  const seen = new Set<unknown>();
  for (const variable of Object.values(tf.engine().registeredVariables)) {
    if (seen.has(variable.dataId)) {
      const copy = ownValues(variable);
      variable.assign(copy);
      copy.dispose();
    }
    seen.add(variable.dataId);
  }
}

/** The same values in a tensor that shares them with none. */
function ownValues(tensor: tf.Tensor): tf.Tensor {
  const dtype = tensor.dtype as "float32"; // every type has the operation
  return nativeOperation("Identity", { inputs: [tensor], attributes: { T: { dtype } }, outputs: 1 })[0] as tf.Tensor;
}

const isInGradient = (): boolean =>
  (tf.engine() as unknown as { readonly state: { readonly gradientDepth: number } }).state.gradientDepth > 0;
