import { join } from "node:path";
import { packageFolder } from "./sources.ts";

/**
 * What is compiled: the binding, the add-on that holds back TensorFlow's greeting, and the one with this project's own operations, which is
 * empty where they don't compile.
 */
export const addOns = ["tfjs_binding.node", "stderr.node", "operations.node"] as const;

/** Where each add-on lies. */
export type NativeFiles = Readonly<Record<(typeof addOns)[number], string>>;

/** Where TensorFlow.js looks for its binding, and beside it the other add-ons. */
export function nativeFiles(folder: string = join(packageFolder, "lib", "napi-v8")): NativeFiles {
  return Object.fromEntries(addOns.map((name) => [name, join(folder, name)])) as NativeFiles;
}
