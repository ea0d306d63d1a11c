import type { NativeBinding } from "../device/index.ts";
import { constantNode } from "./graph/graph.ts";
import type { NodeMessage } from "./graph/protocol.ts";
import type { Place, Trace } from "./trace.ts";

/**
 * Several steps one behind the other as one graph: the k-th has the k-th row of each argument and puts its results into their k-th rows;
 * variables go from step to step and come out of the last. What comes in and out is in the order of a single step's.
 *
 * A loop in the graph (`While`) would be smaller, but TensorFlow optimizes little within one: it was measured at half the speed.
 */
export function unrolled(trace: Trace, rows: number, { TF_INT32 }: NativeBinding): Trace {
  const stacked = (place: Place, name: string): Place => ({ name, dtype: place.dtype, shape: [rows, ...place.shape] });
  const args = trace.args.map((place) => stacked(place, `all_${place.name}`));
  const shared = new Set(trace.graph.nodes.filter(({ op }) => op === "Const").map(({ name }) => name));
  for (const { name } of [...trace.shared, ...trace.captured]) shared.add(name);

  const integer = (name: string, value: number): NodeMessage => constantNode(name, Int32Array.of(value), { dtype: TF_INT32, shape: [] });
  const graph = trace.graph.like();
  for (const place of [...args, ...trace.shared, ...trace.captured, ...trace.variables]) graph.placeholder(place);
  graph.nodes.push(integer("first_axis", 0), ...trace.graph.nodes.filter(({ op }) => op === "Const"));
  for (let row = 0; row < rows; row++) {
    const inRow = (name: string): string => `row_${row}/${name}`;
    const comesFrom = new Map(
      trace.variables.map(({ name, next = name }) => [name, row === 0 || next === name ? name : `row_${row - 1}/${next}`]),
    );
    const named = (name: string): string => comesFrom.get(name) ?? (shared.has(name) ? name : inRow(name));
    graph.nodes.push(
      integer(inRow("number"), row),
      ...trace.args.map(({ name, dtype }) => ({
        name: inRow(name),
        op: "GatherV2",
        input: [`all_${name}`, inRow("number"), "first_axis"],
        attr: { Tparams: { type: dtype }, Tindices: { type: TF_INT32 }, Taxis: { type: TF_INT32 }, batch_dims: { i: 0 } },
      })),
      ...trace.graph.nodes
        .filter(({ op }) => op !== "Placeholder" && op !== "Const")
        .map((node) => ({ ...node, name: inRow(node.name), input: node.input.map((input) => renamed(input, named)) })),
    );
  }
  for (const { name, dtype } of trace.results) {
    const input = Array.from({ length: rows }, (_, row) => `row_${row}/${name}`);
    graph.nodes.push({ name, op: "Pack", input, attr: { T: { type: dtype }, N: { i: rows }, axis: { i: 0 } } });
  }
  return {
    ...trace,
    graph,
    args,
    variables: trace.variables.map((held) => ({ ...held, next: held.next && `row_${rows - 1}/${held.next}` })),
    results: trace.results.map((place) => stacked(place, place.name)),
  };
}

/** An input such as "Relu_3:0" with its node's name changed. */
function renamed(input: string, named: (name: string) => string): string {
  const colon = input.indexOf(":");
  return colon < 0 ? named(input) : `${named(input.slice(0, colon))}${input.slice(colon)}`;
}
