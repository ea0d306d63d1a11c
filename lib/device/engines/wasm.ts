import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { Problem } from "../../base/problem.ts";
import type { Engine } from "../engine.ts";
import { tf } from "../tensorflow.ts";
import { registerTrainingKernels } from "../wasm/kernels.ts";

const require = createRequire(import.meta.url);
const packageName = "@tensorflow/tfjs-backend-wasm";

let starting: Promise<string> | undefined;

/**
 * WebAssembly with SIMD, which npm alone brings. On one core: the package switches its threads off under Node, and its threaded build,
 * started by hand, makes a pool of one thread.
 */
export const wasm: Engine = {
  name: "wasm",
  backend: "wasm",
  refusal: async () => undefined,
  start: () => {
    starting ??= load();
    return starting;
  },
};

async function load(): Promise<string> {
  const before = listeners();
  try {
    const backend = require(packageName) as typeof import("@tensorflow/tfjs-backend-wasm");
    backend.setWasmPaths(join(dirname(require.resolve(packageName)), sep));
    registerTrainingKernels();
    if (!(await tf.setBackend("wasm"))) throw new Error("its backend could not be initialised");
  } catch (cause) {
    throw new Problem("engine-wasm", `WebAssembly does not start: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: "Install the packages anew with npm run setup",
      cause,
    });
  } finally {
    removeNew(before);
  }
  return `WebAssembly${(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? " with SIMD" : ""} on 1 core`;
}

// Emscripten's start-up code rethrows every uncaught error and rejection of the whole process. That is the host's to decide: in a
// notebook a forgotten `await` would end the kernel.
const events = ["uncaughtException", "unhandledRejection"] as const;
type Listener = (...values: unknown[]) => void;

const listeners = (): Set<Listener> => new Set(events.flatMap((event) => process.rawListeners(event) as Listener[]));

function removeNew(before: ReadonlySet<Listener>): void {
  for (const event of events) {
    for (const listener of process.rawListeners(event) as Listener[]) {
      if (!before.has(listener)) process.removeListener(event, listener);
    }
  }
}
