import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NativeBackend, NativeBinding, TensorMetadata } from "../device/index.ts";
import { encodeGraph, encodeSavedModel } from "./graph/protocol.ts";
import type { Trace } from "./trace.ts";

/** A graph that TensorFlow has taken over. */
export interface Runner {
  /** Bytes of the graph as it was handed over. */
  readonly bytes: number;
  /** @param inputs numbers of the tensors that come in, in the order of the trace */
  run(inputs: readonly number[]): TensorMetadata[];
  dispose(): void;
}

let functions = 0;

/**
 * Hands a step to TensorFlow: as a function of its eager context, which is called like any operation; or, where the add-on is the one that
 * tfjs-node brings, as a SavedModel with a session.
 */
export function runnerFor({ binding }: NativeBackend, trace: Trace): Runner {
  return binding.addGraphFunction ? functionRunner(binding, trace) : sessionRunner(binding, trace);
}

function functionRunner(binding: NativeBinding, trace: Trace): Runner {
  const bytes = encodeGraph(trace.graph.nodes);
  const name = `descent_step_${functions++}`;
  const { inputs, outputs } = endsOf(trace);
  binding.addGraphFunction?.(bytes, name, inputs.join(), outputs.join());
  return {
    bytes: bytes.length,
    run: (ids) => binding.executeOp(name, [], ids, outputs.length),
    dispose: () => binding.removeGraphFunction?.(name),
  };
}

/** Exported for its tests: this project's own add-on has functions. */
export function sessionRunner(binding: NativeBinding, trace: Trace): Runner {
  const { inputs, outputs } = endsOf(trace);
  const bytes = encodeSavedModel(trace.graph.nodes);
  const folder = mkdtempSync(join(tmpdir(), "descent-graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    const session = binding.loadSavedModel(folder, "serve");
    return {
      bytes: bytes.length,
      run: (ids) => binding.runSavedModel(session, ids, inputs.join(), outputs.join()),
      dispose: () => binding.deleteSavedModel(session),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true }); // TensorFlow has read it
  }
}

/** Names of what comes into a step's graph, and of what comes out. */
function endsOf({ args, captured, variables, results }: Trace): { readonly inputs: string[]; readonly outputs: string[] } {
  return {
    inputs: [...args, ...captured, ...variables].map(({ name }) => `${name}:0`),
    outputs: [...results.map(({ name }) => name), ...variables.flatMap(({ next }) => next ?? [])].map((name) => `${name}:0`),
  };
}
