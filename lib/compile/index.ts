/** Ordinary TensorFlow.js code as one TensorFlow graph. */
export { type Compiled, type CompileOptions, type CompileStatistics, compile } from "./compile.ts";
