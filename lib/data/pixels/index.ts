/** From decoded pictures to what a network takes: steps joined and run by WebAssembly kernels. */
export { Pipeline, type Target, type Written } from "./pipeline.ts";
export { runSteps } from "./run-steps.ts";
export { allocate } from "./scratch.ts";
