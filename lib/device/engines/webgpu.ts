import { createRequire } from "node:module";
import { messageOf, Problem } from "../../base/problem.ts";
import type { Engine } from "../engine.ts";
import { tf } from "../tensorflow.ts";

/** The parts of WebGPU that choosing an adapter needs. */
interface Gpu {
  requestAdapter(options: { readonly powerPreference: "high-performance" }): Promise<Adapter | null>;
}
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}

let starting: Promise<Adapter> | undefined;
let emulated: string | undefined;

/** Any GPU through Dawn, the WebGPU of Chromium: Metal on macOS, Direct3D 12 on Windows, Vulkan on Linux. */
export const webgpu: Engine = {
  name: "webgpu",
  backend: "webgpu",
  refusal: async () => undefined,
  start: async () => {
    starting ??= load();
    const adapter = await starting.catch((cause) => {
      starting = undefined; // a later call may find what was missing
      throw cause;
    });
    return `WebGPU on ${nameOf(adapter)}`;
  },
  reservation: () => emulated,
};

async function load(): Promise<Adapter> {
  const gpu = await dawn();
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new Problem("webgpu-no-gpu", "no GPU that WebGPU can use", {
      hint: process.platform === "linux" ? "Install the GPU's Vulkan driver (vulkaninfo lists it)" : "Update the GPU's driver",
    });
  }
  if (adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|basic render/i.test(nameOf(adapter))) {
    emulated = "the only GPU is emulated in software";
  }
  // TensorFlow.js makes this backend only where it finds a browser's navigator.gpu, at the moment its package is loaded.
  Object.defineProperty(globalThis.navigator, "gpu", { value: gpu, configurable: true });
  createRequire(import.meta.url)("@tensorflow/tfjs-backend-webgpu");
  if (!(await tf.setBackend("webgpu"))) {
    throw new Problem("engine-webgpu", `TensorFlow.js can't compute with WebGPU on ${nameOf(adapter)}`, {
      hint: "Update the GPU's driver",
    });
  }
  return adapter;
}

async function dawn(): Promise<Gpu> {
  try {
    const { create, globals } = (await import("webgpu")) as unknown as { create(options: string[]): Gpu; globals: object };
    Object.assign(globalThis, globals);
    return create([]);
  } catch (cause) {
    throw new Problem("engine-webgpu", `Dawn, the library of WebGPU, does not load: ${messageOf(cause).split("\n")[0]}`, {
      hint: "Install the packages anew with npm run setup; not every processor and system has one",
      cause,
    });
  }
}

function nameOf({ info }: Adapter): string {
  return info.description || [info.vendor, info.architecture].filter(Boolean).join(" ") || "a GPU";
}
