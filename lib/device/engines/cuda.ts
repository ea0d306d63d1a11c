import { existsSync } from "node:fs";
import { Problem } from "../../base/problem.ts";
import type { Engine } from "../engine.ts";
import { findTensorFlow } from "../native/find.ts";
import { loadTensorFlow } from "./native.ts";
import { graphicsCards } from "./nvidia.ts";
import { bindingRefusal } from "./tensorflow.ts";

/** TensorFlow's own library on an NVIDIA GPU. */
export const cuda: Engine = {
  name: "cuda",
  backend: "tensorflow",
  refusal: async () => {
    if (process.platform !== "linux")
      return new Problem("cuda-needs-linux", "TensorFlow uses NVIDIA GPUs on Linux only", { hint: "Use Linux, or WSL 2 on Windows" });
    if (!driverFiles.some((file) => existsSync(file))) {
      return new Problem("cuda-no-driver", "no NVIDIA driver found", {
        hint: "Install NVIDIA's driver until nvidia-smi lists the GPU, then npm run setup",
      });
    }
    const missing = bindingRefusal();
    if (missing) return missing;
    // A TensorFlow that is not found is no reason to refuse: the binding, which lies ready, knows where its library is.
    if (findTensorFlow()?.cuda === false) {
      return new Problem("cuda-cpu-build", "the installed TensorFlow is the build without CUDA", { hint: "npm run setup" });
    }
    return undefined;
  },
  start: async () => {
    const { version, gpu } = loadTensorFlow({ gpu: true });
    if (!gpu) {
      throw new Problem("cuda-no-gpu", "TensorFlow sees no GPU", {
        hint: "Does nvidia-smi list it, is CUDA_VISIBLE_DEVICES set, and are TensorFlow's CUDA packages installed (npm run setup)?",
      });
    }
    return `TensorFlow ${version} on ${(await graphicsCards())[0] ?? "an NVIDIA GPU"}`;
  },
};

// Present when the kernel module is loaded, in a container that was given a GPU, and in WSL 2.
const driverFiles = ["/proc/driver/nvidia/version", "/dev/nvidiactl", "/usr/lib/wsl/lib/libcuda.so.1"];
