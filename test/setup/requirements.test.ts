import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { fingerprint, requirements } from "../../lib/setup/requirements.ts";

test("environment.yml gives JupyterLab and TensorFlow apart, and nothing of conda's", async () => {
  const { jupyter, tensorflow } = await requirements(false);
  expect(jupyter.map((line) => line.split("=")[0])).toEqual([
    "jupyterlab",
    "plotly",
    "papermill",
    join(projectRoot, "lib/kernel/papermill"),
  ]);
  expect(tensorflow.every((line) => /^tensorflow(-cpu)?==2\.21/.test(line))).toBe(true);
  expect(tensorflow.some((line) => line.startsWith("tensorflow-cpu"))).toBe(true);
});

test("with an NVIDIA driver the CUDA build of the same version takes the place of the CPU build", async () => {
  const [cpu, cuda] = [await requirements(false), await requirements(true)];
  expect(cuda.tensorflow.some((line) => line.includes("tensorflow-cpu"))).toBe(false);
  expect(cuda.tensorflow).toContainEqual(expect.stringMatching(/^tensorflow\[and-cuda\]==2\.21/));
  expect(cuda.jupyter).toEqual(cpu.jupyter);
});

test("a package of the project's own that changes is another package", async () => {
  const folder = await mkdtemp(join(tmpdir(), "descent-package-"));
  try {
    await writeFile(join(folder, "module.py"), "one = 1\n");
    const before = await fingerprint(["numpy==2", folder]);
    expect(await fingerprint(["numpy==2", folder])).toBe(before);
    expect(await fingerprint(["numpy==3", folder])).not.toBe(before);
    await writeFile(join(folder, "module.py"), "one = 2\n");
    expect(await fingerprint(["numpy==2", folder])).not.toBe(before);
  } finally {
    await rm(folder, { recursive: true });
  }
});
