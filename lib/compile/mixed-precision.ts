import type { NativeBinding } from "../device/index.ts";
import type { NodeMessage } from "./graph/protocol.ts";
import type { Trace } from "./trace.ts";

/** Operations that processors and GPUs do several times as fast in 16 bits. Depthwise convolutions are none of these. */
const heavy = /^(Conv2D|Conv2DBackpropInput|Conv2DBackpropFilter|MatMul|BatchMatMul|BatchMatMulV2)$/;

/**
 * Operations that go on in 16 bits with what comes out of heavy ones, so that no time is lost by going to and fro; with the place of that
 * input. They hardly lose a digit by it: they choose among numbers, or add a bias.
 */
const light: ReadonlyMap<string, number> = new Map([
  ["BiasAdd", 0],
  ["Relu", 0],
  ["Relu6", 0],
  ["ReluGrad", 0],
  ["Relu6Grad", 0],
  ["MaxPool", 0],
  ["MaxPoolGrad", 2],
  ["Reshape", 0],
]);

/** TensorFlow's number of the type. */
const bfloat16 = 14;

/**
 * A step that computes convolutions and matrix products in bfloat16: their inputs are rounded to it, their sums made in float32, and what
 * comes out is made float32 again for all other operations. So variables, their updates, normalisation and the loss stay float32. bfloat16
 * has float32's range, so that small gradients are kept without scaling the loss, as float16 would need.
 *
 * Micikevicius et al., "Mixed Precision Training" (2018); Kalamkar et al., "A Study of BFLOAT16" (2019); PyTorch's `autocast`.
 */
export function inMixedPrecision(trace: Trace, { TF_FLOAT }: NativeBinding): Trace {
  const graph = trace.graph.like();
  const { types } = trace.graph;
  /** Outputs in float32, by which of them there is in bfloat16. */
  const low = new Map<string, string>();
  /** Those that were computed in bfloat16. */
  const computed = new Set<string>();
  const cast = (name: string, input: string, [from, to]: readonly [number, number]): NodeMessage => {
    return { name, op: "Cast", input: [input], attr: { SrcT: { type: from }, DstT: { type: to } } };
  };
  const lowOf = (output: string): string => {
    const known = low.get(output);
    if (known !== undefined || types.get(output) !== TF_FLOAT) return known ?? output;
    const name = `bfloat16_${low.size}`;
    graph.nodes.push(cast(name, output, [TF_FLOAT, bfloat16]));
    low.set(output, `${name}:0`);
    return `${name}:0`;
  };
  for (const node of trace.graph.nodes) {
    const { name, op, input, attr } = node;
    const goesOn = computed.has(input[light.get(op) ?? -1] ?? "");
    if (types.get(`${name}:0`) !== TF_FLOAT || !(goesOn || heavy.test(op))) {
      graph.nodes.push(node);
      continue;
    }
    const lowName = `${name}_bfloat16`;
    graph.nodes.push(
      { name: lowName, op, input: input.map(lowOf), attr: { ...attr, T: { type: bfloat16 } } },
      cast(name, `${lowName}:0`, [bfloat16, TF_FLOAT]),
    );
    low.set(`${name}:0`, `${lowName}:0`);
    computed.add(`${name}:0`);
  }
  return { ...trace, graph };
}
