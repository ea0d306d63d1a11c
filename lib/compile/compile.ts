import type { tf } from "../device/index.ts";
import { CompiledStep } from "./compiled-step.ts";
import type { GraphOptions } from "./graph-options.ts";

export interface CompileOptions<Args extends readonly unknown[]> extends GraphOptions {
  /** Arguments such as will come, to make the graph for beforehand. */
  readonly inputs?: Args;
  /** The variables that the step may change; one that changes another is not compiled. Any unless told. */
  readonly variables?: readonly tf.Variable[];
  /** Graphs that are kept, each for arguments of other shapes; of more, those used last. */
  readonly graphs?: number;
  /** Runs the step operation by operation, without a graph, for comparing and for looking inside with a debugger; false unless told. */
  readonly eager?: boolean;
  /**
   * Told once, when the step can't be compiled and runs operation by operation from then on, or runs without `precision` or `xla` because
   * TensorFlow does not honour them here; a warning on the console unless told.
   */
  readonly onRefusal?: (words: string) => void;
}

/** Figures of a compiled step. */
export interface CompileStatistics {
  /** How often a graph was made. */
  readonly traces: number;
  /** Calls that a graph has answered. */
  readonly graphRuns: number;
  /**
   * Operations of the graph made last, the bytes of its text, and the seconds that it took to make it: to record the step, which runs
   * operation by operation then, and to hand the graph to TensorFlow.
   */
  readonly operations: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** A step that runs as one graph; called as the step is. */
export interface Compiled<Args extends readonly unknown[], Result> {
  (...args: Args): Result;
  /**
   * Runs the step once for each row of the arguments, in one call of TensorFlow: each tensor among them has a further first axis, the k-th
   * step gets its k-th row (but all of a `Shared` tensor), and the k-th rows of the results are its results. Variables go from step to step.
   */
  scan(...args: Args): Result;
  readonly statistics: CompileStatistics;
  /** Why the step runs operation by operation; undefined where it does not. */
  readonly refusal: string | undefined;
  /** Frees the graphs. The step can be called on, and is compiled anew. */
  dispose(): void;
}

/**
 * Makes one TensorFlow graph of ordinary TensorFlow.js code (forward, gradients, update), and runs that in the place of its operations: the
 * same numbers, several times as fast where batches are small.
 *
 * The first call with arguments of some shapes tries the step operation by operation and records what TensorFlow is asked to do; then
 * variables get their values back, and that call runs the graph like all later ones. Tensors among the arguments, in arrays and plain objects too, may have other values each time, and variables always have their present
 * ones. All else that the step uses stays as it was when it was recorded: numbers (give a learning rate as `tf.scalar(rate)`), tensors that
 * are no arguments, and what `if` decided. JavaScript in the step runs while it is recorded only.
 *
 * What a graph can't do (read values, make variables at each call, draw random numbers in JavaScript) is found out while recording; that
 * call has then done its work as ever, and later ones run operation by operation, after one warning. On engines other than `tensorflow` and `cuda` they
 * do anyway, without a word; so they do with `{ eager: true }`.
 *
 * The idea of tracing is that of `tf.function` (Agrawal et al., "TensorFlow Eager", 2019).
 *
 * @param step takes and returns tensors, in arrays and plain objects where there are several
 * @throws RangeError when an option is out of its range; what the step throws
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
    scan: { value: (...args: Args) => compiled.scan(args) },
    statistics: { get: () => compiled.statistics },
    refusal: { get: () => compiled.refusal },
    dispose: { value: () => compiled.dispose() },
  }) as Compiled<Args, Result>;
}
