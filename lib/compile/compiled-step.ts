import { messageOf, positiveInteger } from "../base/index.ts";
import { backendOfTensorFlow, hasNativeOperations, type NativeBackend, tf } from "../device/index.ts";
import type { CompileOptions, CompileStatistics } from "./compile.ts";
import { inWords } from "./refusal.ts";
import { type Runner, runnerFor } from "./runner.ts";
import { isRecording, record, type Trace } from "./trace.ts";
import { mapTensors, signatureOf, tensorsIn } from "./tree.ts";
import { giveEachItsOwnValues, ownValues, valuesBefore } from "./variables.ts";

/** A step of which this many graphs were made in a row, none used twice, is better off without. */
const graphsInVain = 8;

/** A graph for arguments of certain shapes. */
interface Prepared<Result> {
  readonly trace: Trace;
  readonly runner: Runner;
  /** What the step returned when it was recorded; its tensors stand for those of each run. */
  readonly result: Result;
  runs: number;
}

/** A step with its graphs. */
export class CompiledStep<Args extends readonly unknown[], Result> {
  readonly #step: (...args: Args) => Result;
  readonly #allowed: readonly tf.Variable[] | undefined;
  readonly #most: number;
  readonly #onRefusal: (words: string) => void;
  /** By the signature of the arguments; used last, last. */
  readonly #graphs = new Map<string, Prepared<Result>>();
  #refusal: string | undefined;
  #inVain = 0;
  #hasMadeVariables = false;
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
    const prepared = this.#usable(signature);
    if (prepared) return this.#run(backend, prepared, args);
    const before = valuesBefore();
    try {
      const made = this.#prepare(backend, args, signature);
      if ("did" in made) return made.did;
      before.restore();
      return this.#runFirst(backend, made, args);
    } finally {
      before.dispose();
    }
  }

  /** Makes the graph for some arguments; variables are as before then. */
  prepare(args: Args): void {
    if (!hasNativeOperations()) return;
    const before = valuesBefore();
    try {
      const made = this.#prepare(backendOfTensorFlow(), args, args.map(signatureOf).join(";"));
      if ("did" in made) tf.dispose(tensorsIn(made.did));
    } finally {
      before.restore();
      before.dispose();
    }
  }

  dispose(): void {
    for (const signature of [...this.#graphs.keys()]) this.#drop(signature);
  }

  #plain(args: Args): Result {
    return tf.tidy(() => this.#step(...args) as tf.TensorContainer) as Result;
  }

  /** The graph for arguments of a signature, noted as used last; none where a variable of it is gone. */
  #usable(signature: string): Prepared<Result> | undefined {
    const prepared = this.#graphs.get(signature);
    if (prepared?.trace.variables.some(({ isDisposed }) => isDisposed)) this.#drop(signature);
    else if (prepared) {
      this.#graphs.delete(signature);
      this.#graphs.set(signature, prepared);
      return prepared;
    }
    return undefined;
  }

  #run(backend: NativeBackend, prepared: Prepared<Result>, args: Args): Result {
    const { trace, runner, result } = prepared;
    const ids = backend.getInputTensorIds([...tensorsIn(args), ...trace.captured, ...trace.variables]);
    const made = runner.run(ids).map((metadata) => backend.createOutputTensor(metadata));
    const values = made.splice(made.length - trace.changed.length);
    for (const [place, variable] of trace.changed.entries()) variable.assign(values[place] as tf.Tensor);
    tf.dispose(values);
    prepared.runs++;
    this.#statistics = { ...this.#statistics, graphRuns: this.#statistics.graphRuns + 1 };
    let place = 0;
    return mapTensors(result, () => made[place++] as tf.Tensor);
  }

  /** The first run shows whether TensorFlow can do all that is in the graph. */
  #runFirst(backend: NativeBackend, prepared: Prepared<Result>, args: Args): Result {
    try {
      const result = this.#run(backend, prepared, args);
      if (this.#inVain >= graphsInVain) {
        this.#refuse(
          "its arguments had other shapes, or other values that are no tensors, at nearly every call.\n  Give it batches of one size, and numbers as tf.scalar(number)",
        );
      }
      return result;
    } catch (error) {
      this.#refuse(`TensorFlow does not run its graph: ${messageOf(error)}`);
      return this.#plain(args);
    }
  }

  /** Runs the step while recording it. @returns its graph; or, where there can be none, what it `did` */
  #prepare(backend: NativeBackend, args: Args, signature: string): Prepared<Result> | { readonly did: Result } {
    giveEachItsOwnValues();
    const copies = mapTensors(args, ownValues);
    let stepped = 0;
    try {
      const { result, trace } = record(backend, {
        args: tensorsIn(copies),
        step: () => this.#plain(copies),
        tensorsOf(made) {
          stepped = performance.now();
          return tensorsIn(made);
        },
      });
      const runner = this.#runnerFor(backend, trace);
      if (!runner || "reason" in trace) return { did: result };
      tf.dispose(tensorsIn(result));
      const prepared = { trace, runner, result, runs: 0 };
      this.#graphs.set(signature, prepared);
      for (const old of [...this.#graphs.keys()].slice(0, -this.#most)) this.#drop(old);
      this.#statistics = {
        ...this.#statistics,
        traces: this.#statistics.traces + 1,
        operations: trace.graph.nodes.length,
        bytes: runner.bytes,
        seconds: (performance.now() - stepped) / 1000,
      };
      return prepared;
    } finally {
      tf.dispose(tensorsIn(copies));
    }
  }

  /** Hands a graph to TensorFlow; undefined where that can't be, which is told. */
  #runnerFor(backend: NativeBackend, trace: ReturnType<typeof record>["trace"]): Runner | undefined {
    if ("reason" in trace) {
      if (!trace.maybeOnce || this.#hasMadeVariables) this.#refuse(inWords(trace));
      this.#hasMadeVariables = true;
      return undefined;
    }
    const other = trace.changed.find((variable) => this.#allowed?.includes(variable) === false);
    try {
      if (!other) return runnerFor(backend, trace);
      this.#refuse(
        `it changes the variable ${other.name}, which is not among its variables.\n  Name it in variables: […], or leave that out`,
      );
    } catch (error) {
      this.#refuse(`TensorFlow does not take its graph: ${messageOf(error)}`);
    }
    tf.dispose([...trace.captured]);
    return undefined;
  }

  #refuse(words: string): void {
    this.#refusal = words;
    this.dispose();
    this.#onRefusal(`The step runs operation by operation, for it can't be one graph: ${words}`);
  }

  #drop(signature: string): void {
    const prepared = this.#graphs.get(signature);
    if (!prepared) return;
    this.#graphs.delete(signature);
    this.#inVain = prepared.runs > 1 ? 0 : this.#inVain + 1;
    prepared.runner.dispose();
    tf.dispose([...prepared.trace.captured]);
  }
}

const isInGradient = (): boolean =>
  (tf.engine() as unknown as { readonly state: { readonly gradientDepth: number } }).state.gradientDepth > 0;
