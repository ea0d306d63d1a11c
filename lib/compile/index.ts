/** Ordinary TensorFlow.js code as one TensorFlow graph. */
export { type Compiled, type CompileOptions, type CompileStatistics, compile } from "./compile.ts";
export type { GraphOptions } from "./graph-options.ts";
export { exportSavedModel } from "./saved-model/export-saved-model.ts";
export type { ModelGraphOptions } from "./saved-model/model-graph.ts";
export { Shared } from "./shared.ts";
