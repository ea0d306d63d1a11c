import type { NativeBinding } from "../device/index.ts";
import { constantNode, type Output, placeholderNode } from "./graph/graph.ts";
import { encodeGraph, type NodeMessage, shapeMessage } from "./graph/protocol.ts";
import type { Place, Trace } from "./trace.ts";

/** A graph with the names of what comes in and out. */
export interface FunctionGraph {
  readonly bytes: Uint8Array;
  readonly inputs: readonly Output[];
  readonly outputs: readonly Output[];
}

/** Three graphs: the loop, and what it asks before each round and does in it. */
export interface LoopGraphs {
  readonly whole: FunctionGraph;
  readonly condition: FunctionGraph;
  readonly body: FunctionGraph;
}

/** A value that goes round: what comes into a round under `name` left the last one as `next`. */
interface Carried extends Place {
  readonly next: Output;
}

/**
 * A step as a loop in the graph: the k-th round has the k-th row of each argument and puts its results into their k-th rows. In one call
 * TensorFlow does as many steps as there are rows; variables go from round to round and come out after the last.
 *
 * The whole takes the number of rounds (int32), the arguments with a further first axis, captured tensors and variables; it gives the
 * results with a further first axis and the changed variables.
 *
 * @param names under which TensorFlow knows condition and body
 */
export function loopGraphs(trace: Trace, binding: NativeBinding, names: { readonly condition: string; readonly body: string }): LoopGraphs {
  const int = binding.TF_INT32;
  const integers = (name: string, ...values: number[]): NodeMessage =>
    constantNode(name, Int32Array.from(values), { dtype: int, shape: [values.length] });
  const integer = (name: string, value: number): NodeMessage => constantNode(name, Int32Array.of(value), { dtype: int, shape: [] });

  const rows = trace.results.map(({ dtype, shape }, place) => ({ place, dtype, shape: [-1, ...shape], name: `rows_${place}` }));
  const carried: Carried[] = [
    { name: "round", dtype: int, shape: [], next: "next_round:0" },
    { name: "rounds", dtype: int, shape: [], next: "rounds:0" },
    ...trace.args.map(({ name, dtype, shape }) => ({ name: `all_${name}`, dtype, shape: [-1, ...shape], next: `all_${name}:0` })),
    ...trace.captured.map(({ name, dtype, shape }) => ({ name, dtype, shape, next: `${name}:0` })),
    ...trace.variables.map(({ name, dtype, shape, next = name }) => ({ name, dtype, shape, next: `${next}:0` })),
    ...rows.map(({ name, dtype, shape, place }) => ({ name, dtype, shape, next: `written_${place}:0` })),
  ];

  const body: NodeMessage[] = [
    ...carried.map(placeholderNode),
    integer("one", 1),
    integer("first_axis", 0),
    integers("place_shape", 1, 1),
    node("next_round", "AddV2", ["round", "one"], { T: { type: int } }),
    ...trace.args.map(({ name, dtype }) =>
      node(name, "GatherV2", [`all_${name}`, "round", "first_axis"], {
        Tparams: { type: dtype },
        Tindices: { type: int },
        Taxis: { type: int },
        batch_dims: { i: 0 },
      }),
    ),
    ...trace.graph.nodes.filter(({ op }) => op !== "Placeholder"),
    node("place", "Reshape", ["round", "place_shape"], { T: { type: int }, Tshape: { type: int } }), // [1, 1]
    ...rows.flatMap(({ place, dtype, name }) => [
      node(`row_${place}`, "ExpandDims", [`result_${place}`, "first_axis"], { T: { type: dtype }, Tdim: { type: int } }),
      node(`written_${place}`, "TensorScatterUpdate", [name, "place", `row_${place}`], { T: { type: dtype }, Tindices: { type: int } }),
    ]),
  ];
  const condition = [...carried.map(placeholderNode), node("goes_on", "Less", ["round", "rounds"], { T: { type: int } })];
  const outside = carried.slice(1, carried.length - rows.length);
  const whole: NodeMessage[] = [
    ...outside.map(placeholderNode),
    integer("start", 0),
    integer("first_axis", 0),
    node("rounds_row", "ExpandDims", ["rounds", "first_axis"], { T: { type: int }, Tdim: { type: int } }), // [1]
    ...rows.flatMap(({ place, dtype, shape }) => [
      integers(`inner_${place}`, ...shape.slice(1)),
      node(`shape_${place}`, "ConcatV2", ["rounds_row", `inner_${place}`, "first_axis"], {
        T: { type: int },
        Tidx: { type: int },
        N: { i: 2 },
      }),
      zero(`zero_${place}`, dtype, binding),
      node(`empty_${place}`, "Fill", [`shape_${place}`, `zero_${place}`], { T: { type: dtype }, index_type: { type: int } }),
    ]),
    node("loop", "While", ["start", ...outside.map(({ name }) => name), ...rows.map(({ place }) => `empty_${place}`)], {
      T: { list: { type: carried.map(({ dtype }) => dtype) } },
      cond: { func: { name: names.condition } },
      body: { func: { name: names.body } },
      output_shapes: { list: { shape: carried.map(({ shape }) => shapeMessage(shape)) } },
      parallel_iterations: { i: 1 },
    }),
  ];
  const ends = carried.flatMap(({ name, dtype }, place) => {
    const isEnd = place >= carried.length - rows.length || trace.variables.some((held) => held.name === name && held.next !== undefined);
    return isEnd ? node(`end_${name}`, "Identity", [`loop:${place}`], { T: { type: dtype } }) : [];
  });
  const inputs = carried.map(({ name }) => `${name}:0`);
  return {
    body: { bytes: encodeGraph(body), inputs, outputs: carried.map(({ next }) => next) },
    condition: { bytes: encodeGraph(condition), inputs, outputs: ["goes_on:0"] },
    whole: {
      bytes: encodeGraph([...whole, ...ends]),
      inputs: outside.map(({ name }) => `${name}:0`),
      // As of the step itself: results, then changed variables.
      outputs: [...ends.slice(ends.length - rows.length), ...ends.slice(0, ends.length - rows.length)].map(({ name }) => `${name}:0`),
    },
  };
}

const node = (name: string, op: string, input: readonly string[], attr: NodeMessage["attr"]): NodeMessage => ({ name, op, input, attr });

/** A scalar 0 of a type. */
function zero(name: string, dtype: number, { TF_FLOAT, TF_INT32 }: NativeBinding): NodeMessage {
  const values = dtype === TF_FLOAT ? new Float32Array(1) : dtype === TF_INT32 ? new Int32Array(1) : new Uint8Array(1);
  return constantNode(name, values, { dtype, shape: [] });
}
