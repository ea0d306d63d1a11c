import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { nativeFiles } from "./native/place.ts";
import { hasNativeOperations } from "./native-backend.ts";

let loaded = false;

/**
 * Makes this project's own operations known to TensorFlow's library, which must be loaded. They compute on processors; where they were not
 * compiled nothing happens, and TensorFlow's own operations do the same more slowly.
 */
export function loadOwnOperations(): void {
  const path = nativeFiles()["operations.node"];
  if (loaded || !statSync(path, { throwIfNoEntry: false })?.size) return;
  createRequire(import.meta.url)(path);
  loaded = true;
}

/** Whether TensorFlow computes and knows this project's own operations: `DescentAdam`, `DescentColumnSums`, `DescentMaxPoolReluGradient`. */
export const hasOwnOperations = (): boolean => loaded && hasNativeOperations();
