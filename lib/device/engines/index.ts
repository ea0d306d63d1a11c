import type { Engine, EngineName } from "../engine.ts";
import { cuda } from "./cuda.ts";
import { tensorflow } from "./tensorflow.ts";
import { wasm } from "./wasm.ts";
import { webgpu } from "./webgpu.ts";

/** Every engine by its name. */
export const engines: Readonly<Record<EngineName, Engine>> = { cuda, tensorflow, webgpu, wasm };
