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
  /** What it is called in a profile, such as "compiled_train_3". */
  readonly name: string;
  /** @param inputs numbers of the tensors that come in, in the order of the trace */
  run(inputs: readonly number[]): TensorMetadata[];
  dispose(): void;
}

let functions = 0;

/** What a graph is of, and how it is computed. */
export interface RunnerOptions {
  /** The name of the step. */
  readonly of?: string;
  /** Whether XLA makes a program of it. */
  readonly xla?: boolean;
}

/**
 * Hands a step to TensorFlow: as a function of its eager context, which is called like any operation; or, where the add-on is the one that
 * tfjs-node brings, as a SavedModel with a session, which knows no XLA.
 */
export function runnerFor({ binding }: NativeBackend, trace: Trace, options: RunnerOptions = {}): Runner {
  return binding.addGraphFunction ? functionRunner(binding, trace, options) : sessionRunner(binding, trace, options);
}

function functionRunner(binding: NativeBinding, trace: Trace, options: RunnerOptions): Runner {
  const bytes = encodeGraph(trace.graph.nodes);
  const name = nextName(options);
  const attributes = options.xla ? [{ name: "_XlaMustCompile", type: binding.TF_ATTR_BOOL, value: true }] : [];
  const { inputs, outputs } = endsOf(trace);
  binding.addGraphFunction?.(bytes, name, inputs.join(), outputs.join());
  return {
    bytes: bytes.length,
    name,
    run: (ids) => binding.executeOp(name, attributes, ids, outputs.length),
    dispose: () => binding.removeGraphFunction?.(name),
  };
}

/** Exported for its tests: this project's own add-on has functions. */
export function sessionRunner(binding: NativeBinding, trace: Trace, options: RunnerOptions = {}): Runner {
  const { inputs, outputs } = endsOf(trace);
  const bytes = encodeSavedModel(trace.graph.nodes);
  const folder = mkdtempSync(join(tmpdir(), "descent-graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    const session = binding.loadSavedModel(folder, "serve");
    return {
      bytes: bytes.length,
      name: nextName(options),
      run: (ids) => binding.runSavedModel(session, ids, inputs.join(), outputs.join()),
      dispose: () => binding.deleteSavedModel(session),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true }); // TensorFlow has read it
  }
}

/** A name that no other graph has, of what TensorFlow allows in names. */
function nextName({ of = "" }: RunnerOptions): string {
  return `compiled_${of.replace(/\W+/g, "_") || "step"}_${++functions}`;
}

/** Names of what comes into a step's graph, and of what comes out. */
function endsOf({ args, shared, captured, variables, results }: Trace): { readonly inputs: string[]; readonly outputs: string[] } {
  return {
    inputs: [...args, ...shared, ...captured, ...variables].map(({ name }) => `${name}:0`),
    outputs: [...results.map(({ name }) => name), ...variables.flatMap(({ next }) => next ?? [])].map((name) => `${name}:0`),
  };
}
