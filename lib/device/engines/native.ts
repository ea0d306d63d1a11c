import { createRequire } from "node:module";
import util from "node:util";
import { messageOf, Problem } from "../../base/problem.ts";
import { withQuietStderr } from "../native/stderr.ts";
import { registerNativeKernels } from "../native-kernels/index.ts";
import { loadOwnOperations } from "../own-operations.ts";
import { registerReluGradient } from "../relu-gradient.ts";
import { tf } from "../tensorflow.ts";

/** What TensorFlow.js keeps of TensorFlow's own library. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** TensorFlow's library, once it is loaded. */
export interface LoadedTensorFlow {
  readonly version: string;
  /** Whether it computes on a GPU. */
  readonly gpu: boolean;
}

let loaded: (LoadedTensorFlow & { readonly lookedForGpus: boolean }) | undefined;

/**
 * Loads TensorFlow's library into this process, which can be done once: whether it uses a GPU is settled then.
 *
 * @throws Problem `engine-needs-restart` when it was loaded the other way before; `engine-tensorflow` when it does not load
 */
export function loadTensorFlow({ gpu }: { readonly gpu: boolean }): LoadedTensorFlow {
  if (loaded && (gpu ? !loaded.lookedForGpus : loaded.gpu)) {
    const [now, wanted] = gpu ? ["tensorflow", "cuda"] : ["cuda", "tensorflow"];
    throw new Problem(
      "engine-needs-restart",
      `TensorFlow was loaded for the engine ${now} and can't change to ${wanted} in the same process`,
      {
        hint: `Restart the kernel and begin with device.use("${wanted}")`,
      },
    );
  }
  loaded ??= load(gpu);
  return loaded;
}

function load(lookForGpus: boolean): NonNullable<typeof loaded> {
  putBackUtilities();
  const restore = setForLoading({
    TF_CPP_MIN_LOG_LEVEL: process.env["TF_CPP_MIN_LOG_LEVEL"] ?? "2", // errors only
    TF_FORCE_GPU_ALLOW_GROWTH: process.env["TF_FORCE_GPU_ALLOW_GROWTH"] ?? "true", // else one notebook takes all of the GPU's memory
    CUDA_VISIBLE_DEVICES: lookForGpus ? process.env["CUDA_VISIBLE_DEVICES"] : "-1",
  });
  try {
    withQuietStderr(() => createRequire(import.meta.url)("@tensorflow/tfjs-node-gpu"));
  } catch (cause) {
    throw new Problem("engine-tensorflow", `TensorFlow's library does not load: ${messageOf(cause).split("\n")[0]}`, {
      hint: "Run npm run setup, which compiles the binding anew",
      cause,
    });
  } finally {
    restore();
  }
  const backend = tf.findBackend("tensorflow") as unknown as NativeBackend;
  if (!backend.isUsingGpuDevice) loadOwnOperations();
  registerReluGradient();
  registerNativeKernels();
  return { version: backend.binding.TF_Version, gpu: backend.isUsingGpuDevice, lookedForGpus: lookForGpus };
}

/** Functions of `node:util` that tfjs-node calls: newer Nodes have removed them, or write a warning to stderr when they are called. */
function putBackUtilities(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isUndefined: (value: unknown): boolean => value === undefined,
  });
}

/** Sets environment variables, which TensorFlow reads while it is loaded. @returns what puts the old ones back for later processes */
function setForLoading(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = (entries: Iterable<readonly [string, string | undefined]>): void => {
    for (const [name, value] of entries) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(Object.entries(variables));
  return () => set(before);
}
