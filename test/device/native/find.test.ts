import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findTensorFlow } from "../../../lib/device/native/index.ts";
import { testWith } from "../../support/parts.ts";

const libraries =
  process.platform === "darwin"
    ? ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
let environment: string;

beforeEach(() => {
  environment = mkdtempSync(join(tmpdir(), "descent-find-"));
});
afterEach(() => rmSync(environment, { recursive: true, force: true }));

/** An environment's folders as pip lays them out. */
function install({
  wheel,
  files = libraries,
  build = "('is_cuda_build', False)",
}: {
  wheel: string;
  files?: string[];
  build?: string;
}): string {
  const packages = join(environment, "lib", "python3.12", "site-packages");
  const folder = join(packages, "tensorflow");
  mkdirSync(join(folder, "python", "platform"), { recursive: true });
  mkdirSync(join(packages, `${wheel}.dist-info`));
  mkdirSync(join(packages, "tensorflow_io-0.37.1.dist-info"));
  for (const name of files) writeFileSync(join(folder, name), "");
  writeFileSync(join(folder, "python", "platform", "build_info.py"), `build_info = collections.OrderedDict([${build}])`);
  return folder;
}

test.each(["tensorflow-2.21.0", "tensorflow_cpu-2.21.0"])(
  "finds %s with its version, folder and libraries, and that it is built without CUDA",
  (wheel) => {
    const folder = install({ wheel });
    expect(findTensorFlow(environment)).toEqual({
      folder,
      version: "2.21.0",
      cuda: false,
      libraries: libraries.map((name) => join(folder, name)),
    });
  },
);

test("tells a build for NVIDIA GPUs", () => {
  install({ wheel: "tensorflow-2.21.0", build: "('is_cuda_build', True)" });
  expect(findTensorFlow(environment)?.cuda).toBe(true);
});

test("finds none in an empty environment, in one that does not exist, and where a library is missing", () => {
  expect(findTensorFlow(environment)).toBeUndefined();
  expect(findTensorFlow(join(environment, "none"))).toBeUndefined();
  install({ wheel: "tensorflow-2.21.0", files: libraries.slice(0, 1) });
  expect(findTensorFlow(environment)).toBeUndefined();
});

testWith("tensorflow")("finds the one of this project", () => {
  expect(findTensorFlow()?.version).toMatch(/^2\.\d+\.\d+/);
});
