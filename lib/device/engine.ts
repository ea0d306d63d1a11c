import type { Problem } from "../base/problem.ts";

/** The engines, fastest first: the order in which `device.use()` tries them. */
export const engineNames = ["cuda", "tensorflow", "webgpu", "wasm"] as const;

/**
 * What computes: TensorFlow on an NVIDIA GPU, TensorFlow on the processor, WebGPU on any other GPU, or WebAssembly, which works
 * everywhere.
 */
export type EngineName = (typeof engineNames)[number];

/** How one engine is started. Made by the files in `engines/`. */
export interface Engine {
  readonly name: EngineName;
  /** What TensorFlow.js calls the backend behind it. */
  readonly backend: "tensorflow" | "webgpu" | "wasm";
  /** Why it can't work on this machine, as far as that can be seen without loading it. */
  refusal(): Promise<Problem | undefined>;
  /**
   * Loads it and readies its backend; whether that backend becomes the current one is the caller's business.
   *
   * @returns what computes, in words such as `TensorFlow 2.21.0 on 2 cores`
   * @throws Problem when it does not work after all
   */
  start(): Promise<string>;
  /** Why it should not be chosen unless one insists, once started: a GPU that is only emulated, say. */
  reservation?(): string | undefined;
}
