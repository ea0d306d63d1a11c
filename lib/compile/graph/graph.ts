import type { NativeBinding, OperationAttribute } from "../../device/index.ts";
import { type AttributeMessage, type NodeMessage, shapeMessage, type TensorMessage } from "./protocol.ts";

/** An output of a node, such as "MatMul_3:0". */
export type Output = string;

/** Values of a tensor in this process' memory. */
export type HostValues = Float32Array | Int32Array | Uint8Array | readonly (string | Uint8Array)[];

/** TensorFlow's number of a type, and a shape; −1 where a size is not known. */
export interface TypedShape {
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** A graph of TensorFlow's operations that grows node by node. */
export class Graph {
  readonly nodes: NodeMessage[] = [];
  /** TensorFlow's numbers of the types of what comes in and of what operations give. */
  readonly types = new Map<Output, number>();
  readonly #binding: NativeBinding;
  readonly #scope: () => string;
  readonly #constants = new Map<string, Output>();

  /** @param scope what names of operations begin with at the moment, such as "layer/" */
  constructor(binding: NativeBinding, scope: () => string = () => "") {
    this.#binding = binding;
    this.#scope = scope;
  }

  /** An empty graph for the same library. */
  like(): Graph {
    return new Graph(this.#binding);
  }

  /** A place that is filled from outside at each run. */
  placeholder(place: TypedShape & { readonly name: string }): void {
    this.nodes.push(placeholderNode(place));
    this.types.set(`${place.name}:0`, place.dtype);
  }

  /** A node whose values never change; the same values are one node. */
  constant(values: HostValues, type: TypedShape): Output {
    const tensor = tensorMessage(values, type);
    const bytes = tensor.tensorContent ?? Buffer.concat((tensor.stringVal ?? []).map((text) => Buffer.concat([text, Buffer.of(0)])));
    const key = `${type.dtype} ${type.shape.join()} ${Buffer.from(bytes).toString("latin1")}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const node = constantNode(`Const_${this.nodes.length}`, values, type);
    this.nodes.push(node);
    this.#constants.set(key, `${node.name}:0`);
    return `${node.name}:0`;
  }

  /** An operation as the binding runs it. @returns its outputs */
  operation(op: string, attributes: readonly OperationAttribute[], input: readonly Output[]): (place: number) => Output {
    const attr = Object.fromEntries(attributes.map((attribute) => [attribute.name, this.#attribute(attribute)]));
    const name = `${this.#scope()}${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, input, attr });
    return (place) => `${name}:${place}`;
  }

  /** The value under a name of its own, also where it is an input of the graph. @returns the name */
  identity(name: string, input: Output, dtype: number): string {
    this.nodes.push({ name, op: "Identity", input: [input], attr: { T: { type: dtype } } });
    return name;
  }

  #attribute({ name, type, value }: OperationAttribute): AttributeMessage {
    const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_BOOL, TF_ATTR_INT, TF_ATTR_SHAPE } = this.#binding;
    const numbers = Array.isArray(value) ? value.map(Number) : undefined;
    switch (type) {
      case TF_ATTR_TYPE:
        return numbers ? { list: { type: numbers } } : { type: Number(value) };
      case TF_ATTR_INT:
        return numbers ? { list: { i: numbers } } : { i: Number(value) };
      case TF_ATTR_FLOAT:
        return numbers ? { list: { f: numbers } } : { f: Number(value) };
      case TF_ATTR_BOOL:
        return { b: Boolean(value) };
      case TF_ATTR_STRING:
        return { s: Buffer.from(String(value)) };
      case TF_ATTR_SHAPE:
        return { shape: shapeMessage(numbers ?? []) };
      default:
        throw new Error(`An attribute of a kind that graphs are not made of: ${name}`);
    }
  }
}

export function tensorMessage(values: HostValues, { dtype, shape }: TypedShape): TensorMessage {
  const tensorShape = shapeMessage(shape);
  if (ArrayBuffer.isView(values)) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return { dtype, tensorShape, tensorContent: Uint8Array.from(bytes) }; // a copy, for the memory may be used again
  }
  return { dtype, tensorShape, stringVal: values.map((text) => (typeof text === "string" ? Buffer.from(text) : text)) };
}

/** A node with values that never change. */
export function constantNode(name: string, values: HostValues, type: TypedShape): NodeMessage {
  return { name, op: "Const", input: [], attr: { dtype: { type: type.dtype }, value: { tensor: tensorMessage(values, type) } } };
}

/** A node that is filled from outside. */
export function placeholderNode({ name, dtype, shape }: TypedShape & { readonly name: string }): NodeMessage {
  return { name, op: "Placeholder", input: [], attr: { dtype: { type: dtype }, shape: { shape: shapeMessage(shape) } } };
}
