import { join } from "node:path";
import { packageFolder } from "./sources.ts";

/** What is compiled: the binding, and the add-on that holds back TensorFlow's greeting. */
export const addOns = ["tfjs_binding.node", "stderr.node"] as const;

/** Where each add-on lies. */
export type NativeFiles = Readonly<Record<(typeof addOns)[number], string>>;

/** Where TensorFlow.js looks for its binding, and beside it the other add-on. */
export function nativeFiles(folder: string = join(packageFolder, "lib", "napi-v8")): NativeFiles {
  return { "tfjs_binding.node": join(folder, "tfjs_binding.node"), "stderr.node": join(folder, "stderr.node") };
}
