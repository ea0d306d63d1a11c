import { tf } from "../../device/index.ts";
import { type Output, tensorMessage } from "../graph/graph.ts";
import type { NodeMessage, TensorMessage } from "../graph/protocol.ts";
import type { Trace } from "../trace.ts";

/** A tensor of a graph whose values never change: written in the program, or a weight. */
export interface Constant {
  readonly name: string;
  readonly dtype: number;
  readonly shape: readonly number[];
  /** The weight that has the values; undefined where the program has them. */
  readonly variable: tf.Variable | undefined;
  read(): TensorMessage;
}

/** Where an operation has an input from: an operation by its place in the graph, what comes in from outside, or a constant. */
export type Source =
  | { readonly operation: number; readonly output: string }
  | { readonly argument: string }
  | { readonly constant: Constant };

/** The operations of a trace that its results need, in an order in which they can run, and the values that they begin with. */
export class FrozenGraph {
  readonly trace: Trace;
  readonly operations: readonly NodeMessage[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #constants: ReadonlyMap<string, Constant>;

  constructor(trace: Trace) {
    this.trace = trace;
    const needed = neededBy(trace);
    this.operations = trace.graph.nodes.filter(({ op, name }) => op !== "Const" && op !== "Placeholder" && needed.has(name));
    this.#places = new Map(this.operations.map(({ name }, place) => [name, place]));
    this.#constants = new Map([
      ...trace.graph.nodes.flatMap((node) => writtenIn(node) ?? []).map((constant) => [constant.name, constant] as const),
      ...trace.captured.map(({ name, dtype, tensor }) => [name, held({ name, dtype, tensor })] as const),
      ...trace.variables.map(({ name, dtype, variable }) => [name, held({ name, dtype, tensor: variable })] as const),
    ]);
  }

  sourceOf(input: Output): Source {
    const [name = "", output = "0"] = input.split(":");
    const operation = this.#places.get(name);
    if (operation !== undefined) return { operation, output };
    const constant = this.#constants.get(name);
    return constant ? { constant } : { argument: name };
  }
}

/** A place at which two graphs are not the same. */
export interface Difference {
  readonly operation: NodeMessage;
  /** Which input of the operation is another constant; undefined where the operations themselves differ. */
  readonly input: { readonly place: number; readonly one: Constant; readonly other: Constant } | undefined;
}

/** What is not the same in two graphs; nothing after the first operation that differs in more than a constant. */
export function differences(one: FrozenGraph, other: FrozenGraph): Difference[] {
  const found: Difference[] = [];
  for (let place = 0; place < Math.max(one.operations.length, other.operations.length); place++) {
    const [first, second] = [one.operations[place], other.operations[place]];
    const operation = first ?? second;
    if (!operation) break;
    if (first?.op !== second?.op || !first || !second || !sameAttributes(first, second)) return [...found, { operation, input: undefined }];
    for (const [input, from] of first.input.entries()) {
      const [source, match] = [one.sourceOf(from), other.sourceOf(second.input[input] ?? "")];
      if ("constant" in source && "constant" in match) {
        if (!sameValues(source.constant, match.constant))
          found.push({ operation, input: { place: input, one: source.constant, other: match.constant } });
      } else if (JSON.stringify(source) !== JSON.stringify(match)) return [...found, { operation, input: undefined }];
    }
  }
  return found;
}

const sameAttributes = (one: NodeMessage, other: NodeMessage): boolean =>
  one.input.length === other.input.length && JSON.stringify(one.attr) === JSON.stringify(other.attr);

function sameValues(one: Constant, other: Constant): boolean {
  if (one.variable || other.variable) return one.variable === other.variable;
  if (one.dtype !== other.dtype || one.shape.join() !== other.shape.join()) return false;
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

/** The values of a constant in TensorFlow's order of bytes; texts one after the other. */
export function bytesOf(constant: Constant): Uint8Array {
  const { tensorContent, stringVal = [] } = constant.read();
  return tensorContent ?? Buffer.concat(stringVal.flatMap((text) => [text, Buffer.of(0)]));
}

function neededBy({ graph, results }: Trace): ReadonlySet<string> {
  const needed = new Set(results.map(({ name }) => name));
  for (const { name, input } of [...graph.nodes].reverse())
    if (needed.has(name)) for (const from of input) needed.add(from.split(":")[0] ?? "");
  return needed;
}

function writtenIn({ name, op, attr }: NodeMessage): Constant | undefined {
  const value = attr["value"];
  if (op !== "Const" || !value || !("tensor" in value)) return undefined;
  const { tensor } = value;
  return { name, dtype: tensor.dtype, shape: tensor.tensorShape.dim.map(({ size }) => size), variable: undefined, read: () => tensor };
}

function held({ name, dtype, tensor }: { readonly name: string; readonly dtype: number; readonly tensor: tf.Tensor }): Constant {
  const variable = tensor instanceof tf.Variable ? tensor : undefined;
  const { shape } = tensor;
  return { name, dtype, shape, variable, read: () => tensorMessage(tensor.dataSync() as Float32Array, { dtype, shape }) };
}
