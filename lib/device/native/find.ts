import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pythonEnvironment } from "../../base/python.ts";

/** A TensorFlow that pip or conda has installed. */
export interface InstalledTensorFlow {
  /** The package's folder, which holds the libraries and `include`. */
  readonly folder: string;
  /** Such as `2.21.0`. */
  readonly version: string;
  /** Built to compute on NVIDIA GPUs. */
  readonly cuda: boolean;
  /** What to link with: the C API and what it rests on. */
  readonly libraries: readonly [string, string];
}

const libraryNames: Partial<Record<NodeJS.Platform, readonly [string, string]>> = {
  linux: ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"],
  darwin: ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"],
};

// The wheel's name tells the variant: tensorflow, tensorflow-cpu, tensorflow-intel, …; others with that prefix are other packages.
const wheel = /^tensorflow(?:_(?:cpu|gpu|intel|macos|cpu_aws|rocm))?-(\d[^-]*)\.dist-info$/;

/**
 * The TensorFlow of a Python environment, found without starting Python.
 *
 * @returns undefined where there is none, or none with a library that a program can be linked with (as on Windows)
 */
export function findTensorFlow(environment: string = pythonEnvironment()): InstalledTensorFlow | undefined {
  const names = libraryNames[process.platform];
  if (!names) return undefined;
  for (const packages of sitePackages(environment)) {
    const folder = join(packages, "tensorflow");
    const libraries = [join(folder, names[0]), join(folder, names[1])] as const;
    const version = entries(packages)
      .map((name) => wheel.exec(name)?.[1])
      .find((found) => found !== undefined);
    if (version && libraries.every((library) => existsSync(library))) return { folder, version, cuda: isCudaBuild(folder), libraries };
  }
  return undefined;
}

function sitePackages(environment: string): string[] {
  const lib = join(environment, "lib");
  return entries(lib)
    .filter((name) => /^python3\.\d+$/.test(name))
    .map((name) => join(lib, name, "site-packages"));
}

function isCudaBuild(folder: string): boolean {
  const info = join(folder, "python", "platform", "build_info.py");
  return existsSync(info) && /'is_cuda_build', True/.test(readFileSync(info, "utf8"));
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
