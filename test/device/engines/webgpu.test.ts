import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testWith } from "../../support/parts.ts";
import { inChild } from "../support/in-child.ts";

// Chromium carries SwiftShader, a GPU emulated in software, and the Vulkan loader that finds it.
const chromiumFolder = ["/usr/lib/chromium", "/usr/lib64/chromium-browser", "/opt/google/chrome"].find((folder) =>
  existsSync(join(folder, "vk_swiftshader_icd.json")),
);
const isRequired = (process.env["DESCENT_REQUIRE"] ?? "").split(",").includes("chromium");
const testWithEmulatedGpu: ReturnType<typeof testWith> =
  chromiumFolder || isRequired
    ? testWith("chromium")
    : (title, run) => test.skip(`${title} [skipped: to run it, install Chromium (Debian: apt-get install chromium)]`, run);

/** Runs a script where WebGPU sees the emulated GPU alone. */
function onEmulatedGpu(script: string): ReturnType<typeof inChild> {
  const runtime = mkdtempSync(join(tmpdir(), "descent-webgpu-"));
  try {
    return inChild(script, {
      VK_ICD_FILENAMES: join(chromiumFolder ?? "", "vk_swiftshader_icd.json"),
      LD_LIBRARY_PATH: chromiumFolder ?? "",
      XDG_RUNTIME_DIR: runtime,
    });
  } finally {
    rmSync(runtime, { recursive: true, force: true });
  }
}

testWithEmulatedGpu(
  "trains a small CNN on an emulated GPU, without a word and without a leak",
  () => {
    const { status, stdout, stderr } = onEmulatedGpu(`
    const report = await device.use("webgpu");
    const model = tf.sequential({ layers: [
      tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 4, kernelSize: 3, activation: "relu" }),
      tf.layers.maxPooling2d({ poolSize: 2 }), tf.layers.flatten(), tf.layers.dense({ units: 2 }) ] });
    const pictures = tf.randomUniform([16, 8, 8, 1], 0, 1, "float32", 1);
    const labels = tf.oneHot(tf.range(0, 16, 1, "int32").mod(tf.scalar(2, "int32")), 2);
    const optimizer = tf.train.adam(0.01);
    const step = async () => {
      const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(labels, model.apply(pictures)), true);
      const [value] = await loss.data();
      loss.dispose();
      return value;
    };
    const first = await step();
    const leaked = await device.leaks(async () => { for (let n = 0; n < 6; n++) await step(); });
    console.log(JSON.stringify({ detail: report.detail, learned: (await step()) < first, leaked, gpuBytes: device.memory().gpuBytes }));
  `);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ detail: expect.stringMatching(/^WebGPU on .*SwiftShader/i), learned: true, leaked: 0 });
    expect(result["gpuBytes"]).toBeGreaterThan(0);
  },
  60_000,
);

testWithEmulatedGpu("an emulated GPU is told of, but not chosen unasked, even after it was in use", () => {
  const { stdout } = onEmulatedGpu(`
    const { engines } = await import(${JSON.stringify(new URL("../../../lib/device/engines/index.ts", import.meta.url).href)});
    const { Problem } = await import(${JSON.stringify(new URL("../../../lib/base/problem.ts", import.meta.url).href)});
    engines.tensorflow.refusal = async () => new Problem("x", "left out", { hint: "-" });
    await device.use("webgpu");
    console.log(String(await device.use()));
    console.log(JSON.stringify((await device.engines())[2]));
  `);
  const [chosen, webgpu] = stdout.split("\n");
  expect(chosen).toMatch(
    /^WebAssembly with SIMD on 1 core \(cuda: .*; tensorflow: left out; webgpu: the only GPU is emulated in software\)$/,
  );
  expect(JSON.parse(webgpu ?? "")).toMatchObject({ name: "webgpu", works: true, reservation: "the only GPU is emulated in software" });
});

// Other systems' graphics interfaces can't be hidden from a process.
test.runIf(process.platform === "linux")("without a GPU it is a problem with a hint, and the engine in use stays", () => {
  const { stdout } = inChild(
    `await device.use("wasm");
     const problem = await device.use("webgpu").catch((error) => error);
     console.log(JSON.stringify({ code: problem.code, hint: problem.hint, now: device.current.engine, backend: tf.getBackend() }));`,
    { VK_ICD_FILENAMES: "/nonexistent.json", VK_DRIVER_FILES: "/nonexistent.json" },
  );
  const result = JSON.parse(stdout) as Record<string, string>;
  expect(result).toMatchObject({ code: "webgpu-no-gpu", now: "wasm", backend: "wasm" });
  expect(result["hint"]).toContain("Vulkan");
});
