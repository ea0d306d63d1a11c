import type { NativeBinding, OperationAttribute } from "../../device/index.ts";
import { type AttributeMessage, type NodeMessage, shapeMessage, type TensorMessage } from "./protocol.ts";

/** An output of a node, such as "MatMul_3:0". */
export type Output = string;

/** Values of a tensor in this process' memory. */
export type HostValues = Float32Array | Int32Array | Uint8Array | readonly (string | Uint8Array)[];

/** A graph of TensorFlow's operations that grows node by node. */
export class Graph {
  readonly nodes: NodeMessage[] = [];
  readonly #binding: NativeBinding;
  readonly #constants = new Map<string, Output>();

  constructor(binding: NativeBinding) {
    this.#binding = binding;
  }

  /** A place that is filled from outside at each run. */
  placeholder(name: string, { dtype, shape }: { readonly dtype: number; readonly shape: readonly number[] }): Output {
    return this.#node(name, { op: "Placeholder", input: [], attr: { dtype: { type: dtype }, shape: { shape: shapeMessage(shape) } } });
  }

  /** A node whose values never change; the same values are one node. */
  constant(values: HostValues, { dtype, shape }: { readonly dtype: number; readonly shape: readonly number[] }): Output {
    const tensor = tensorMessage(values, { dtype, shape });
    const bytes = tensor.tensorContent ?? Buffer.concat((tensor.stringVal ?? []).map((text) => Buffer.concat([text, Buffer.of(0)])));
    const key = `${dtype} ${shape.join()} ${Buffer.from(bytes).toString("latin1")}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const output = this.#node(`Const_${this.nodes.length}`, {
      op: "Const",
      input: [],
      attr: { dtype: { type: dtype }, value: { tensor } },
    });
    this.#constants.set(key, output);
    return output;
  }

  /** An operation as the binding runs it. @returns its outputs */
  operation(op: string, attributes: readonly OperationAttribute[], input: readonly Output[]): (place: number) => Output {
    const attr = Object.fromEntries(attributes.map((attribute) => [attribute.name, this.#attribute(attribute)]));
    const name = `${op}_${this.nodes.length}`;
    this.#node(name, { op, input, attr });
    return (place) => `${name}:${place}`;
  }

  /** The value under a name of its own, also where it is an input of the graph. */
  identity(name: string, input: Output, dtype: number): Output {
    return this.#node(name, { op: "Identity", input: [input], attr: { T: { type: dtype } } });
  }

  #node(name: string, node: Omit<NodeMessage, "name">): Output {
    this.nodes.push({ name, ...node });
    return `${name}:0`;
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

function tensorMessage(values: HostValues, { dtype, shape }: { readonly dtype: number; readonly shape: readonly number[] }): TensorMessage {
  const tensorShape = shapeMessage(shape);
  if (ArrayBuffer.isView(values)) {
    return { dtype, tensorShape, tensorContent: Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) };
  }
  return { dtype, tensorShape, stringVal: values.map((text) => (typeof text === "string" ? Buffer.from(text) : text)) };
}
