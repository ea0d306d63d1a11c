import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { cuda } from "../../../lib/device/engines/cuda.ts";
import { testWith } from "../../support/parts.ts";
import { inChild } from "../support/in-child.ts";

const hasDriver = existsSync("/proc/driver/nvidia/version") || existsSync("/dev/nvidiactl") || existsSync("/usr/lib/wsl/lib/libcuda.so.1");

test.skipIf(hasDriver)("without a driver it is refused before anything is loaded", async () => {
  const code = process.platform === "linux" ? "cuda-no-driver" : "cuda-needs-linux";
  expect(await cuda.refusal()).toMatchObject({
    code,
    hint: expect.stringContaining(process.platform === "linux" ? "nvidia-smi" : "Linux"),
  });
});

testWith("tensorflow")("where TensorFlow itself sees no GPU it does not count as working, and TensorFlow goes on without", () => {
  const engines = JSON.stringify(new URL("../../../lib/device/engines/index.ts", import.meta.url).href);
  const { stdout } = inChild(
    `const { engines } = await import(${engines});
     engines.cuda.refusal = async () => undefined; // as with a driver that has no GPU left
     const problem = await device.use("cuda").catch((error) => error);
     console.log(JSON.stringify(problem));
     console.log(String(await device.use()));`,
    { CUDA_VISIBLE_DEVICES: "-1" },
  );
  const [problem, report] = stdout.split("\n");
  expect(JSON.parse(problem ?? "")).toMatchObject({
    code: "cuda-no-gpu",
    message: "The engine cuda does not work here: TensorFlow sees no GPU",
  });
  expect(report).toMatch(/^TensorFlow 2.* cores? \(cuda: TensorFlow sees no GPU\)$/);
});
