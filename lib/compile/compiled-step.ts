import { messageOf, positiveInteger } from "../base/index.ts";
import { backendOfTensorFlow, hasNativeOperations, type NativeBackend, tf } from "../device/index.ts";
import type { CompileOptions, CompileStatistics } from "./compile.ts";
import { expectGraphOptions, type GraphOptions, isSpecial, whyUnmet } from "./graph-options.ts";
import { inMixedPrecision } from "./mixed-precision.ts";
import { inWords, type Refusal } from "./refusal.ts";
import { type Runner, runnerFor } from "./runner.ts";
import { changedIn, isRecording, record, type Trace } from "./trace.ts";
import { mapTensors, sharedIn, signatureOf, tensorsIn } from "./tree.ts";
import { unrolled } from "./unrolled.ts";
import { giveEachItsOwnValues, ownValues, valuesBefore } from "./variables.ts";

/** A step of which this many graphs were made in a row, none used twice, is better off without. */
const graphsInVain = 8;

/** A graph for arguments of certain shapes. */
interface Prepared<Result> {
  readonly trace: Trace;
  /** For the step itself (0), and for so many in one call; each made when it is asked for. */
  readonly runners: Map<number, Runner>;
  /** What the step returned when it was recorded; its tensors stand for those of each run. */
  readonly result: Result;
  runs: number;
}

/** A step with its graphs. */
export class CompiledStep<Args extends readonly unknown[], Result> {
  readonly #step: (...args: Args) => Result;
  readonly #allowed: readonly tf.Variable[] | undefined;
  readonly #most: number;
  readonly #eager: boolean;
  /** How TensorFlow computes the graphs; its usual way once it did not honour what was wanted. */
  #how: GraphOptions;
  #isSettled = false;
  readonly #onRefusal: (words: string) => void;
  /** By the signature of the arguments; used last, last. */
  readonly #graphs = new Map<string, Prepared<Result>>();
  #refusal: string | undefined;
  #inVain = 0;
  #hasMadeVariables = false;
  #statistics: CompileStatistics = { traces: 0, graphRuns: 0, operations: 0, bytes: 0, seconds: 0 };

  constructor(step: (...args: Args) => Result, options: CompileOptions<Args>) {
    const { graphs = 8, eager = false, onRefusal = (words: string) => console.warn(words), variables } = options;
    const { precision = "float32", xla = false } = options;
    positiveInteger({ graphs });
    this.#how = { precision, xla };
    expectGraphOptions(this.#how);
    this.#step = step;
    this.#most = graphs;
    this.#eager = eager;
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
    this.#settle();
    if (!this.#isCompiling()) return this.#plain(args);
    return this.#compiled(args, { single: args, rows: 0 }) ?? this.#plain(args);
  }

  /** Runs the step once for each row of the arguments. @throws RangeError when they have not all as many rows */
  scan(args: Args): Result {
    this.#settle();
    const rows = rowsOf(tensorsIn(args));
    // Of many steps in one graph XLA would take very long to make a program.
    if (rows > 0 && this.#isCompiling() && !this.#how.xla) {
      const first = mapTensors(args, firstRow);
      try {
        const result = this.#compiled(args, { single: first, rows });
        if (result !== undefined) return result;
      } finally {
        tf.dispose(tensorsIn(first));
      }
    }
    return this.#oneByOne(args, rows);
  }

  /** Makes the graph for some arguments; variables are as before then. */
  prepare(args: Args): void {
    if (this.#eager || !hasNativeOperations()) return;
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

  /** Within a recording or a gradient its operations must be seen one by one. */
  #isCompiling(): boolean {
    return !this.#eager && hasNativeOperations() && this.#refusal === undefined && !isRecording() && !isInGradient();
  }

  /**
   * What the graph makes of the arguments.
   *
   * @param rows how many steps; 0 for one whose arguments have no rows
   * @param single the arguments of one step
   * @returns undefined where there can be no graph, and nothing was done
   */
  #compiled(args: Args, { single, rows }: { readonly single: Args; readonly rows: number }): Result | undefined {
    const backend = backendOfTensorFlow();
    const signature = single.map(signatureOf).join(";");
    const usable = this.#usable(signature);
    if (usable?.runners.has(rows)) return this.#run(backend, usable, { rows, args });
    const before = valuesBefore();
    try {
      const prepared = usable ?? this.#prepare(backend, single, signature);
      if ("did" in prepared && rows === 0) return prepared.did;
      if ("did" in prepared) tf.dispose(tensorsIn(prepared.did));
      before.restore();
      return "did" in prepared ? undefined : this.#runFirst(backend, prepared, { rows, args });
    } finally {
      before.dispose();
    }
  }

  #plain(args: Args): Result {
    return tf.tidy(() => this.#step(...args) as tf.TensorContainer) as Result;
  }

  /** The rows one after the other. */
  #oneByOne(args: Args, rows: number): Result {
    const results = Array.from({ length: rows }, (_, row) => {
      const single = mapTensors(args, (tensor) => rowOf(tensor, row));
      try {
        return apart(this.call(single), single);
      } finally {
        tf.dispose(tensorsIn(single));
      }
    });
    const columns = results.map(tensorsIn);
    let place = 0;
    const stacked = mapTensors(results[0] as Result, () => {
      const column = columns.map((tensors) => tensors[place] as tf.Tensor);
      place++;
      return tf.stack(column);
    });
    tf.dispose(columns.flat());
    return stacked;
  }

  /** The graph for arguments of a signature, noted as used last; none where a variable of it is gone. */
  #usable(signature: string): Prepared<Result> | undefined {
    const prepared = this.#graphs.get(signature);
    if (prepared?.trace.variables.some(({ variable }) => variable.isDisposed)) this.#drop(signature);
    else if (prepared) {
      this.#graphs.delete(signature);
      this.#graphs.set(signature, prepared);
      return prepared;
    }
    return undefined;
  }

  #run(backend: NativeBackend, prepared: Prepared<Result>, { rows, args }: { readonly rows: number; readonly args: Args }): Result {
    const { trace, runners, result } = prepared;
    const runner = runners.get(rows) as Runner;
    const held = [...trace.captured.map(({ tensor }) => tensor), ...trace.variables.map(({ variable }) => variable)];
    // The scope's name is what a profile calls the step.
    const made = tf.tidy(runner.name, () => {
      const ids = backend.getInputTensorIds([...tensorsIn(args), ...sharedIn(args), ...held]);
      return runner.run(ids).map((metadata) => backend.createOutputTensor(metadata));
    });
    const values = made.splice(trace.results.length);
    for (const [place, variable] of changedIn(trace).entries()) variable.assign(values[place] as tf.Tensor);
    tf.dispose(values);
    prepared.runs++;
    this.#statistics = { ...this.#statistics, graphRuns: this.#statistics.graphRuns + 1 };
    let place = 0;
    return mapTensors(result, () => made[place++] as tf.Tensor);
  }

  /** Hands the graph to TensorFlow, and runs it: that shows whether TensorFlow can do all that is in it. @returns undefined where not */
  #runFirst(backend: NativeBackend, prepared: Prepared<Result>, run: { readonly rows: number; readonly args: Args }): Result | undefined {
    try {
      const { precision, xla = false } = this.#how;
      const start = performance.now();
      const trace = precision === "mixed" ? inMixedPrecision(prepared.trace, backend.binding) : prepared.trace;
      const whole = run.rows === 0 ? trace : unrolled(trace, run.rows, backend.binding);
      const runner = runnerFor(backend, whole, { of: this.#step.name, xla });
      prepared.runners.set(run.rows, runner);
      this.#statistics = {
        ...this.#statistics,
        bytes: runner.bytes,
        seconds: this.#statistics.seconds + (performance.now() - start) / 1000,
      };
      const result = this.#run(backend, prepared, run);
      if (this.#inVain >= graphsInVain) {
        this.#refuse(
          "its arguments had other shapes, or other values that are no tensors, at nearly every call.\n  Give it batches of one size, and numbers as tf.scalar(number)",
        );
      }
      return result;
    } catch (error) {
      if (isSpecial(this.#how)) {
        prepared.runners.get(run.rows)?.dispose();
        this.#goWithout(`TensorFlow does not take the graph that way: ${messageOf(error)}`);
        return this.#runFirst(backend, prepared, run);
      }
      this.#refuse(`TensorFlow does not take its graph: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Runs the step while recording it. @returns its graph; or, where there can be none, what it `did` */
  #prepare(backend: NativeBackend, args: Args, signature: string): Prepared<Result> | { readonly did: Result } {
    giveEachItsOwnValues();
    const copies = mapTensors(args, ownValues);
    const start = performance.now();
    try {
      const { result, trace } = record(backend, {
        args: tensorsIn(copies),
        shared: sharedIn(copies),
        step: () => this.#plain(copies),
        tensorsOf: (made) => tensorsIn(made),
      });
      if ("reason" in trace || !this.#isAllowed(trace)) {
        if ("reason" in trace) this.#noteRefusal(trace);
        return { did: apart(result, copies) };
      }
      tf.dispose(tensorsIn(result));
      const prepared = { trace, runners: new Map(), result, runs: 0 };
      this.#graphs.set(signature, prepared);
      for (const old of [...this.#graphs.keys()].slice(0, -this.#most)) this.#drop(old);
      this.#statistics = {
        ...this.#statistics,
        traces: this.#statistics.traces + 1,
        operations: trace.graph.nodes.length,
        seconds: (performance.now() - start) / 1000,
      };
      return prepared;
    } finally {
      tf.dispose(tensorsIn(copies));
    }
  }

  #noteRefusal(refusal: Refusal): void {
    if (!refusal.maybeOnce || this.#hasMadeVariables) this.#refuse(inWords(refusal));
    this.#hasMadeVariables = true;
  }

  /** Whether the step changes no variable but those it may. */
  #isAllowed(trace: Trace): boolean {
    const other = changedIn(trace).find((variable) => this.#allowed?.includes(variable) === false);
    if (!other) return true;
    tf.dispose(trace.captured.map(({ tensor }) => tensor));
    this.#refuse(
      `it changes the variable ${other.name}, which is not among its variables.\n  Name it in variables: […], or leave that out`,
    );
    return false;
  }

  #refuse(words: string): void {
    this.#refusal = words;
    this.dispose();
    this.#onRefusal(`The step runs operation by operation, for it can't be one graph: ${words}`);
  }

  /** Sees once, when the engine is known, whether graphs can be computed as is wanted. */
  #settle(): void {
    if (this.#isSettled || this.#eager) return;
    this.#isSettled = true;
    const unmet = whyUnmet(this.#how, hasNativeOperations() ? backendOfTensorFlow().binding : undefined);
    if (unmet) this.#goWithout(unmet);
  }

  /** Computes graphs in TensorFlow's usual way from here. */
  #goWithout(reason: string): void {
    this.#how = {};
    this.#onRefusal(`The step runs in float32 and without XLA: ${reason}.`);
  }

  #drop(signature: string): void {
    const prepared = this.#graphs.get(signature);
    if (!prepared) return;
    this.#graphs.delete(signature);
    this.#inVain = prepared.runs > 1 ? 0 : this.#inVain + 1;
    for (const runner of prepared.runners.values()) runner.dispose();
    tf.dispose(prepared.trace.captured.map(({ tensor }) => tensor));
  }
}

/** How many rows all tensors have. @throws RangeError when they differ, or there are none */
function rowsOf(tensors: readonly tf.Tensor[]): number {
  const [rows = 0, ...others] = new Set(tensors.map(({ shape }) => shape[0] ?? 0));
  if (rows > 0 && others.length === 0) return rows;
  throw new RangeError(
    `Expected tensors with one row for each step, all as many, but got shapes ${tensors.map(({ shape }) => `[${shape.join(", ")}]`).join(", ")}.\n  Stack the arguments of the steps: tf.stack([first, second, …]).`,
  );
}

/** A result without tensors that are arguments themselves: those are disposed. */
function apart<Result>(result: Result, args: readonly unknown[]): Result {
  const given = new Set(tensorsIn(args));
  return mapTensors(result, (tensor) => (given.has(tensor) ? tf.clone(tensor) : tensor));
}

const rowOf = (tensor: tf.Tensor, row: number): tf.Tensor => tf.tidy(() => tf.reshape(tf.slice(tensor, row, 1), tensor.shape.slice(1)));
const firstRow = (tensor: tf.Tensor): tf.Tensor => rowOf(tensor, 0);

const isInGradient = (): boolean =>
  (tf.engine() as unknown as { readonly state: { readonly gradientDepth: number } }).state.gradientDepth > 0;
