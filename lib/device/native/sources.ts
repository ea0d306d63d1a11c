import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { withGraphFunctions } from "./patch.ts";

/** Source files by name: `tfjs_backend.cc` → its text. */
export type Sources = ReadonlyMap<string, string>;

/** The folder of @tensorflow/tfjs-node-gpu, which brings its binding's sources and loads what they are compiled to. */
export const packageFolder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-node-gpu/package.json"));

/** The C++ sources of the binding between Node and TensorFlow, as the package brings them. */
export async function packageSources(): Promise<Sources> {
  return read(join(packageFolder, "binding"));
}

/** The same with what this project adds to it. */
export async function bindingSources(): Promise<Sources> {
  const graphFunctions = await readFile(join(import.meta.dirname, "graph_functions.h"), "utf8");
  return withGraphFunctions(await packageSources(), graphFunctions);
}

/** The C source of the add-on that holds back TensorFlow's greeting. */
export async function stderrSource(): Promise<Sources> {
  return new Map([["stderr.c", await readFile(join(import.meta.dirname, "stderr.c"), "utf8")]]);
}

/** The C++ sources of this project's own operations. */
export async function operationSources(): Promise<Sources> {
  return read(join(import.meta.dirname, "kernels"));
}

async function read(folder: string): Promise<Sources> {
  const names = (await readdir(folder)).filter((name) => /\.(cc|h)$/.test(name)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const)));
}
