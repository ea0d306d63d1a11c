import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Problem } from "../../base/problem.ts";
import type { Engine } from "../engine.ts";
import { findTensorFlow } from "../native/find.ts";
import { nativeFiles } from "../native/place.ts";
import { loadTensorFlow } from "./native.ts";

/** TensorFlow's own library on all cores of the processor. */
export const tensorflow: Engine = {
  name: "tensorflow",
  backend: "tensorflow",
  refusal: async () => bindingRefusal(),
  start: async () => {
    const { version } = loadTensorFlow({ gpu: false });
    const cores = availableParallelism();
    return `TensorFlow ${version} on ${cores} ${cores === 1 ? "core" : "cores"}`;
  },
};

/** Why TensorFlow's library can't be loaded: because Python's package or the compiled binding to it is missing. */
export function bindingRefusal(): Problem | undefined {
  if (existsSync(nativeFiles()["tfjs_binding.node"])) return undefined;
  const hint = "npm run setup";
  if (process.platform === "win32") return new Problem("binding-unsupported", "not on Windows", { hint: "Use WSL 2" });
  if (!findTensorFlow()) return new Problem("tensorflow-missing", "TensorFlow is not installed", { hint });
  return new Problem("binding-missing", "the binding to TensorFlow is not compiled", { hint });
}
