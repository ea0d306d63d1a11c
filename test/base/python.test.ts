import { chmod, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { pythonEnvironment, pythonProgram } from "../../lib/base/python.ts";

let conda: string;
beforeEach(async () => {
  conda = await mkdtemp(join(tmpdir(), "descent-conda-"));
  vi.stubEnv("CONDA_PREFIX", conda);
});
afterEach(() => vi.unstubAllEnvs());

test("the conda environment called descent is taken, another one is left alone", () => {
  vi.stubEnv("CONDA_DEFAULT_ENV", "descent");
  expect(pythonEnvironment()).toBe(conda);
  vi.stubEnv("CONDA_DEFAULT_ENV", "base");
  expect(pythonEnvironment()).toBe(join(projectRoot, ".venv"));
});

test("a program is found where it is installed, and undefined where it is not", async () => {
  vi.stubEnv("CONDA_DEFAULT_ENV", "descent");
  const [folder, name] = process.platform === "win32" ? ["Scripts", "jupyter.exe"] : ["bin", "jupyter"];
  await mkdir(join(conda, folder));
  await writeFile(join(conda, folder, name), "");
  await chmod(join(conda, folder, name), 0o755);
  expect(pythonProgram("jupyter")).toBe(join(conda, folder, name));
  expect(pythonProgram("python")).toBeUndefined();
});
