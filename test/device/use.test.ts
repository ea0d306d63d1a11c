import { afterEach, expect, test } from "vitest";
import { Problem } from "../../lib/base/problem.ts";
import { device, type EngineName, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";
import { inChild } from "./support/in-child.ts";

const wanted = process.env["DESCENT_DEVICE"];
afterEach(() => {
  if (wanted === undefined) delete process.env["DESCENT_DEVICE"];
  else process.env["DESCENT_DEVICE"] = wanted;
});

// Where a machine has a GPU, the processes that these tests start don't see it.
const withoutGpu = { CUDA_VISIBLE_DEVICES: "-1" };

test("wasm always works, is reported, and computes", async () => {
  const report = await device.use("wasm");
  expect(String(report)).toMatch(/^WebAssembly with SIMD on 1 core$/);
  expect(device.current).toBe(report);
  expect(tf.getBackend()).toBe("wasm");
});

test("DESCENT_DEVICE insists on an engine", async () => {
  process.env["DESCENT_DEVICE"] = "wasm";
  const report = await device.use();
  expect(report.engine).toBe("wasm");
  expect(report.passedOver).toEqual([]);
});

test("an argument counts more than DESCENT_DEVICE", async () => {
  process.env["DESCENT_DEVICE"] = "cuda";
  expect((await device.use("wasm")).engine).toBe("wasm");
});

test("DESCENT_DEVICE=cuda without a GPU is a problem with code, message and hint, and the engine in use stays", async () => {
  const { stdout } = inChild(
    `await device.use("wasm");
     process.env.DESCENT_DEVICE = "cuda";
     const problem = await device.use().catch((error) => error);
     console.log(JSON.stringify({ ...problem.toJSON(), name: problem.name, now: device.current.engine, backend: tf.getBackend() }));`,
    withoutGpu,
  );
  const problem = JSON.parse(stdout) as Record<string, string>;
  expect(problem["name"]).toBe("Problem");
  expect(problem["code"]).toMatch(/^cuda-|^tensorflow-missing$|^binding-/);
  expect(problem["message"]).toMatch(/^The engine cuda does not work here: \w/);
  expect(problem["hint"]).not.toBe("");
  expect([problem["now"], problem["backend"]]).toEqual(["wasm", "wasm"]);
});

test("an unknown name in DESCENT_DEVICE is named beside the ones that exist", async () => {
  process.env["DESCENT_DEVICE"] = "gpu";
  const problem = await device.use().catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(Problem);
  expect(String(problem)).toContain('Expected DESCENT_DEVICE to be one of cuda, tensorflow, webgpu, wasm but got "gpu"');
});

test("an unknown engine as an argument is a RangeError", async () => {
  await expect(device.use("tpu" as EngineName)).rejects.toThrow(RangeError);
});

test("calls at the same time wait for each other: the last one holds", async () => {
  const reports = await Promise.all([device.use("wasm"), device.use("wasm"), device.use("wasm")]);
  expect(reports.map(({ engine }) => engine)).toEqual(["wasm", "wasm", "wasm"]);
  expect(device.current).toBe(reports[2]);
});

test("a refused call among others harms none of them", async () => {
  const results = await Promise.allSettled([device.use("wasm"), device.use("tpu" as EngineName), device.use("wasm")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

testWith("tensorflow")("by itself it takes TensorFlow, and says why not cuda", () => {
  const { stdout } = inChild(`console.log(String(await device.use()));`, withoutGpu);
  expect(stdout).toMatch(/^TensorFlow 2\.\d+\.\d+ on \d+ cores? \(cuda: .+\)\n$/);
});

testWith("tensorflow")("switches between engines, and tensors go along", () => {
  const { stdout, stderr } = inChild(
    `const used = [];
     await device.use("wasm");
     const numbers = tf.tensor([1, 2, 3]);
     for (const engine of ["tensorflow", "wasm", "tensorflow"]) {
       await device.use(engine);
       used.push([tf.getBackend(), ...tf.tidy(() => numbers.square().dataSync())]);
     }
     console.log(JSON.stringify(used));`,
    withoutGpu,
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual([
    ["tensorflow", 1, 4, 9],
    ["wasm", 1, 4, 9],
    ["tensorflow", 1, 4, 9],
  ]);
});

testWith("tensorflow")("TensorFlow loaded without a look for GPUs can't become cuda, and the hint says how to", () => {
  const { stdout } = inChild(
    `const { loadTensorFlow } = await import(process.env.NATIVE);
     loadTensorFlow({ gpu: false });
     try { loadTensorFlow({ gpu: true }); } catch (problem) { console.log(JSON.stringify(problem)); }`,
    { NATIVE: new URL("../../lib/device/engines/native.ts", import.meta.url).href },
  );
  expect(JSON.parse(stdout)).toMatchObject({ code: "engine-needs-restart", hint: 'Restart the kernel and begin with device.use("cuda")' });
});

test("device.engines() tells of each engine, in order, and leaves the one in use alone", async () => {
  await device.use("wasm");
  const reports = await device.engines();
  expect(reports.map(({ name }) => name)).toEqual(["cuda", "tensorflow", "webgpu", "wasm"]);
  for (const report of reports) {
    if (report.works) expect(report.detail).not.toBe("");
    else expect([report.why, report.mend]).not.toContain("");
  }
  expect(reports.at(-1)).toEqual({ name: "wasm", works: true, detail: "WebAssembly with SIMD on 1 core" });
  expect([device.current?.engine, tf.getBackend()]).toEqual(["wasm", "wasm"]);
});
