import { Problem } from "../../base/index.ts";
import type { NativeBinding } from "../../device/index.ts";
import { constantNode, type Output, placeholderNode } from "../graph/graph.ts";
import type { NodeMessage } from "../graph/protocol.ts";
import type { Place } from "../trace.ts";
import { bytesOf, type Constant, type Difference, differences, type FrozenGraph } from "./frozen-graph.ts";

/** The same step recorded with some number of examples. */
export interface RecordedBatch {
  readonly batch: number;
  readonly graph: FrozenGraph;
}

/**
 * The graph that two recordings of a step, with batches of different sizes, have in common: what depends on the size of the batch in them
 * is computed from what comes in.
 *
 * Constants that are the size, or several times it, become that; tensors with equal rows for all examples get as many rows as there are
 * examples.
 *
 * @param input what comes in, with −1 for sizes that are not known
 * @param outputs names of the results, in their order
 * @throws Problem where something depends on the size in another way, with the layer
 */
export function graphForAnyBatch(
  [one, other]: readonly [RecordedBatch, RecordedBatch],
  { input, outputs, binding }: { readonly input: Place; readonly outputs: readonly string[]; readonly binding: NativeBinding },
): readonly NodeMessage[] {
  return new Builder([one, other], { input, outputs, binding }).build();
}

class Builder {
  readonly #one: RecordedBatch;
  readonly #other: RecordedBatch;
  readonly #input: Place;
  readonly #outputs: readonly string[];
  readonly #binding: NativeBinding;
  readonly #nodes: NodeMessage[] = [];
  readonly #names: Set<string>;
  /** The names that constants have got. */
  readonly #written = new Map<string, Output>();
  #batch: Output | undefined;

  constructor(
    [one, other]: readonly [RecordedBatch, RecordedBatch],
    { input, outputs, binding }: { readonly input: Place; readonly outputs: readonly string[]; readonly binding: NativeBinding },
  ) {
    this.#one = one;
    this.#other = other;
    this.#input = input;
    this.#outputs = outputs;
    this.#binding = binding;
    this.#names = new Set([input.name, ...outputs, ...one.graph.operations.map(({ name }) => name)]);
  }

  build(): readonly NodeMessage[] {
    const { graph } = this.#one;
    const replaced = new Map<string, Differing>();
    for (const { operation, input } of differences(graph, this.#other.graph)) {
      if (!input) throw refusal(operation, "it does other operations for batches of other sizes");
      replaced.set(`${operation.name}:${input.place}`, { operation, ...input });
    }
    const results = new Map(graph.trace.results.map(({ name }, place) => [name, this.#outputs[place] ?? name]));
    this.#nodes.push(placeholderNode(this.#input));
    for (const operation of graph.operations) {
      const input = operation.input.map((from, place) => {
        const differing = replaced.get(`${operation.name}:${place}`);
        return differing ? this.#computed(differing) : this.#fixed(from);
      });
      this.#nodes.push({ ...operation, name: results.get(operation.name) ?? operation.name, input });
    }
    return this.#nodes;
  }

  #fixed(from: Output): Output {
    const source = this.#one.graph.sourceOf(from);
    if ("argument" in source) return `${this.#input.name}:0`;
    return "constant" in source ? this.#constant(source.constant) : from;
  }

  #constant(constant: Constant): Output {
    const known = this.#written.get(constant.name);
    if (known) return known;
    const name = this.#newName(constant.variable?.name ?? constant.name);
    const output = this.#node({
      name,
      op: "Const",
      input: [],
      attr: { dtype: { type: constant.dtype }, value: { tensor: constant.read() } },
    });
    this.#written.set(constant.name, output);
    return output;
  }

  /** What stands for a constant that differs with the size of the batch. */
  #computed(differing: Differing): Output {
    const { operation, place, one, other } = differing;
    const { TF_INT32, TF_FLOAT } = this.#binding;
    const sameShape = one.dtype === other.dtype && one.shape.join() === other.shape.join();
    if (sameShape && one.dtype === TF_INT32 && one.shape.length <= 1) {
      const entries = this.#entries(numbersIn(one), numbersIn(other));
      // One size of a new shape follows from the others: TensorFlow can tell more of a shape that is written out.
      const open = operation.op === "Reshape" && place === 1 && entries?.filter(({ perExample }) => perExample).length === 1;
      if (open) return this.#integers(entries.map(({ value, perExample }) => (perExample ? -1 : value)));
      if (entries) return one.shape.length === 0 ? this.#times(entries[0]) : this.#pack(entries.map((entry) => this.#times(entry)));
    }
    if (sameShape && one.dtype === TF_FLOAT && one.shape.length === 0) {
      const [entry] = this.#entries(numbersIn(one), numbersIn(other)) ?? [];
      const types = { SrcT: { type: TF_INT32 }, DstT: { type: TF_FLOAT } };
      if (entry) return this.#operation("Cast", [this.#times(entry)], types);
    }
    return this.#repeated(one, other) ?? this.#refuse(differing);
  }

  /** Numbers that are the same for both sizes, or are so many times the size; undefined where one is neither. */
  #entries(one: ArrayLike<number>, other: ArrayLike<number>): Entry[] | undefined {
    const entries = Array.from(one, (value, place) => {
      if (value === other[place]) return { value, perExample: 0 };
      const perExample = value / this.#one.batch;
      return Number.isInteger(perExample) && perExample * this.#other.batch === other[place] ? { value, perExample } : undefined;
    });
    return entries.every((entry) => entry !== undefined) ? entries : undefined;
  }

  /** A tensor with as many equal rows as there are examples, along any axis; undefined where it is no such. */
  #repeated(one: Constant, other: Constant): Output | undefined {
    const axes = one.shape.flatMap((size, axis) => (size === other.shape[axis] ? [] : axis));
    const [axis] = axes;
    if (one.dtype !== other.dtype || one.shape.length !== other.shape.length || axes.length !== 1 || axis === undefined) return undefined;
    const sizes = this.#entries(one.shape, other.shape);
    const [row, otherRow] = [rowOf(one, axis), rowOf(other, axis)];
    if (!sizes || !row || !otherRow || Buffer.compare(row, otherRow) !== 0) return undefined;
    const shape = one.shape.map((size, place) => (place === axis ? 1 : size));
    const name = this.#newName("batch/row");
    this.#nodes.push(constantNode(name, row, { dtype: one.dtype, shape }));
    const whole = this.#pack(sizes.map((entry) => this.#times(entry)));
    return this.#operation("BroadcastTo", [`${name}:0`, whole], { T: { type: one.dtype }, Tidx: { type: this.#binding.TF_INT32 } });
  }

  /** A number as a scalar: itself, or so many times the size of the batch. */
  #times({ value, perExample }: Entry = { value: 0, perExample: 0 }): Output {
    if (perExample === 0) return this.#integer(value);
    if (perExample === 1) return this.#batchSize();
    return this.#operation("Mul", [this.#batchSize(), this.#integer(perExample)], { T: { type: this.#binding.TF_INT32 } });
  }

  #batchSize(): Output {
    if (this.#batch !== undefined) return this.#batch;
    const type = this.#binding.TF_INT32;
    const T = { type: this.#input.dtype };
    const shape = this.#operation("Shape", [`${this.#input.name}:0`], { T, out_type: { type } });
    const [begin, end] = [this.#integers([0]), this.#integers([1])];
    const masks = {
      begin_mask: { i: 0 },
      end_mask: { i: 0 },
      ellipsis_mask: { i: 0 },
      new_axis_mask: { i: 0 },
      shrink_axis_mask: { i: 1 },
    };
    this.#batch = this.#operation("StridedSlice", [shape, begin, end, end], { T: { type }, Index: { type }, ...masks });
    return this.#batch;
  }

  #pack(scalars: readonly Output[]): Output {
    return this.#operation("Pack", scalars, { N: { i: scalars.length }, T: { type: this.#binding.TF_INT32 }, axis: { i: 0 } });
  }

  #integers(values: readonly number[]): Output {
    const type = { dtype: this.#binding.TF_INT32, shape: [values.length] };
    return this.#node(constantNode(this.#newName("batch/sizes"), Int32Array.from(values), type));
  }

  #integer(value: number): Output {
    return this.#node(constantNode(this.#newName("batch/size"), Int32Array.of(value), { dtype: this.#binding.TF_INT32, shape: [] }));
  }

  #operation(op: string, input: readonly Output[], attr: NodeMessage["attr"]): Output {
    return this.#node({ name: this.#newName(`batch/${op}`), op, input, attr });
  }

  #node(node: NodeMessage): Output {
    this.#nodes.push(node);
    return `${node.name}:0`;
  }

  /** A name that no other node has, of the characters that TensorFlow takes. */
  #newName(wish: string): string {
    const allowed = nodeName(wish);
    let name = allowed;
    for (let number = 1; this.#names.has(name); number++) name = `${allowed}_${number}`;
    this.#names.add(name);
    return name;
  }

  #refuse({ operation, one, other }: Differing): never {
    const [small, large] = [this.#one.batch, this.#other.batch];
    throw refusal(operation, `it takes ${inWords(one)} for ${small} pictures and ${inWords(other)} for ${large}`);
  }
}

/** An input of an operation that is another constant in the other recording. */
type Differing = Pick<Difference, "operation"> & NonNullable<Difference["input"]>;

function refusal({ name, op }: NodeMessage, what: string): Problem {
  const layer = name.includes("/") ? `the layer "${name.slice(0, name.lastIndexOf("/"))}"` : "what follows the layers";
  return new Problem(
    "saved-model-batch",
    `Expected a model that does the same for any number of pictures but ${layer} does not: at its operation ${op}, ${what}.`,
    {
      hint: "Write the layer without the size of the batch: -1 in reshape, tf.mean in the place of a division by the size; or take it out of the model",
    },
  );
}

/** A number in a graph, and how often the size of the batch is in it: 0 where it does not depend on that. */
interface Entry {
  readonly value: number;
  readonly perExample: number;
}

/** A name of characters that TensorFlow takes. */
export const nodeName = (name: string): string => name.replace(/[^A-Za-z0-9_.\-/]/g, "_").replace(/^[^A-Za-z0-9.]/, "w_");

function numbersIn(constant: Constant): Int32Array | Float32Array {
  const bytes = Uint8Array.from(bytesOf(constant)); // at a place of its own, for numbers of four bytes begin at multiples of four
  return constant.dtype === 1 ? new Float32Array(bytes.buffer) : new Int32Array(bytes.buffer); // 1: TensorFlow's number of float32
}

/** The bytes that a tensor has at each place of an axis; undefined where they are not the same at all of them, or have several sizes. */
function rowOf(constant: Constant, axis: number): Uint8Array | undefined {
  const bytes = constant.read().tensorContent;
  if (!bytes) return undefined;
  const blocks = constant.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const size = constant.shape[axis] ?? 1;
  const length = bytes.length / blocks / size;
  const row = new Uint8Array(blocks * length);
  for (let block = 0; block < blocks; block++) {
    const first = bytes.subarray(block * size * length, (block * size + 1) * length);
    for (let place = 1; place < size; place++) {
      const start = (block * size + place) * length;
      if (Buffer.compare(first, bytes.subarray(start, start + length)) !== 0) return undefined;
    }
    row.set(first, block * length);
  }
  return row;
}

function inWords(constant: Constant): string {
  const { shape, dtype } = constant;
  const count = shape.reduce((product, size) => product * size, 1);
  // 1 and 3: TensorFlow's numbers of float32 and int32
  if ((dtype !== 1 && dtype !== 3) || count > 6) return `a tensor of shape [${shape.join(", ")}]`;
  return `the ${count === 1 ? "number" : "numbers"} ${Array.from(numbersIn(constant), (value) => +value.toPrecision(4)).join(", ")}`;
}
