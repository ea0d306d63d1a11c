import { hasOwnOperations, type NativeBinding, type tf } from "../device/index.ts";
import type { Graph, Output } from "./graph/graph.ts";
import type { NodeMessage } from "./graph/protocol.ts";

/** An operation that is recorded: where its inputs come from in the graph, and what they are. */
export interface RecordedOperation {
  readonly name: string;
  readonly from: readonly Output[];
  readonly inputs: readonly tf.Tensor[];
}

/**
 * Puts operations of this project's own into a graph, in the place of several of TensorFlow's that go through the same large tensors one
 * after the other: the way back through max pooling, ReLU and bias. Where these operations are not there, the graph has TensorFlow's.
 */
export class OwnOperations {
  readonly #graph: Graph;
  readonly #binding: NativeBinding;
  /** Of results that come with the sums of their channels: those sums. */
  readonly #sums = new Map<Output, Output>();
  readonly #isOff = !hasOwnOperations();

  constructor(graph: Graph, binding: NativeBinding) {
    this.#graph = graph;
    this.#binding = binding;
  }

  /** Records an operation as one of ours. @returns its output; undefined where it is to be recorded as it is */
  record(operation: RecordedOperation): Output | undefined {
    if (this.#isOff) return undefined;
    if (operation.name === "DescentColumnSums") return this.#sums.get(operation.from[0] ?? "");
    return operation.name === "ReluGrad" ? this.#poolGradient(operation) : undefined;
  }

  /** The gradient of ReLU where it comes from max pooling of that ReLU's output over windows that don't overlap. */
  #poolGradient({ from: [gradient = "", features = ""], inputs }: RecordedOperation): Output | undefined {
    const pool = this.#graph.nodes.findLast(({ name }) => `${name}:0` === gradient);
    const [, height, width] = inputs[1]?.shape ?? [];
    if (pool?.op !== "MaxPoolGrad" || pool.input[0] !== features || !height || !width) return undefined;
    const window = numbersOf(pool, "ksize");
    if (window[0] !== 1 || window[3] !== 1 || window.join() !== numbersOf(pool, "strides").join()) return undefined;
    const isSame = textOf(pool, "padding") === "SAME";
    if (!isSame && textOf(pool, "padding") !== "VALID") return undefined;
    // TensorFlow puts the smaller half of the padding before the picture.
    const before = (size: number, step: number): number => (isSame ? Math.floor((Math.ceil(size / step) * step - size) / 2) : 0);
    const [, rows = 1, columns = 1] = window;
    const { TF_ATTR_INT: type } = this.#binding;
    const attributes = [
      { name: "window", type, value: [rows, columns] },
      { name: "padding", type, value: [before(height, rows), before(width, columns)] },
    ];
    const [, pooled = "", incoming = ""] = pool.input;
    const outputOf = this.#graph.operation("DescentMaxPoolReluGradient", attributes, [features, pooled, incoming]);
    this.#sums.set(outputOf(0), outputOf(1));
    return outputOf(0);
  }
}

function numbersOf({ attr }: NodeMessage, name: string): readonly number[] {
  const value = attr[name];
  return value && "list" in value ? (value.list.i ?? []) : [];
}

function textOf({ attr }: NodeMessage, name: string): string {
  const value = attr[name];
  return value && "s" in value ? Buffer.from(value.s).toString() : "";
}
