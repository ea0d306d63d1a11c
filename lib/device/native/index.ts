/** TensorFlow's own library for Node: where it is, the binding to it, and loading it. Imports no TensorFlow.js. */
export { bindingInPlace, type CompiledBinding, type CompileOptions, compileBinding } from "./compile.ts";
export { findTensorFlow, type InstalledTensorFlow } from "./find.ts";
