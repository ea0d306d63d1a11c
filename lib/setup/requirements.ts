import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import Type from "typebox";
import { Parse } from "typebox/value";
import { parse } from "yaml";
import { projectRoot } from "../base/paths.ts";

const PipList = Type.Object({ pip: Type.Array(Type.String()) });
const Environment = Type.Object({ dependencies: Type.Array(Type.Union([Type.String(), PipList])) });

/** The pip packages that environment.yml lists, as pip takes them, parted by what they are for. */
export interface Requirements {
  /** What notebooks need to open and to be drawn. */
  readonly jupyter: readonly string[];
  /** The TensorFlow library. */
  readonly tensorflow: readonly string[];
}

/**
 * Reads environment.yml, the one list of Python packages.
 *
 * @param nvidia take TensorFlow's CUDA build, of the same version, in the place of its CPU build
 * @throws Error where the file has another shape
 */
export async function requirements(nvidia: boolean): Promise<Requirements> {
  const { dependencies } = Parse(Environment, parse(await readFile(join(projectRoot, "environment.yml"), "utf8")));
  const listed = dependencies.flatMap((entry) => (typeof entry === "string" ? [] : entry.pip)).map(absolute);
  const tensorflow = listed.filter((line) => /^tensorflow\b/.test(line));
  return {
    jupyter: listed.filter((line) => !tensorflow.includes(line)),
    tensorflow: nvidia ? tensorflow.map((line) => line.replace(/^tensorflow-cpu/, "tensorflow[and-cuda]")) : tensorflow,
  };
}

/** A package of this project's own is listed by its folder, which pip takes from where it runs and we from any folder. */
const absolute = (line: string): string => (line.startsWith("./") ? join(projectRoot, line) : line);

/** Tells a list of packages from another, and packages of this project's own also from what they were before. */
export async function fingerprint(lines: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(lines.join("\n"));
  for (const folder of lines.filter((line) => isAbsolute(line))) {
    const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name } of files.sort((one, other) => (one.name < other.name ? -1 : 1))) hash.update(await readFile(join(folder, name)));
  }
  return hash.digest("hex");
}
