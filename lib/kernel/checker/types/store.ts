import { createHash } from "node:crypto";
import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inHome, projectRoot } from "../../../base/paths.ts";
import type { RolledUp } from "./roll-up.ts";

/** How many sets of rolled-up types are kept: kernels that were started before the last change of the library still read theirs. */
const kept = 3;
/** To be raised when types are rolled up in another way than before. */
const format = 4;

/** After how many milliseconds a set that is not finished was left by a process that was ended. */
const longestMaking = 3_600_000;

interface Folder {
  readonly path: string;
  readonly modified: number;
}

const folder = (): string => inHome("types");

export interface StoredTypes {
  /** The path of the file in which each module is, by the module's id. */
  readonly modules: ReadonlyMap<string, string>;
  /** The language's standard library, as `standardLibrary` gives it. */
  readonly library: ReadonlyMap<string, string>;
}

/** A hash of all that rolled-up types are made from: versions, and when the files of the library were changed. */
export function signature(): string {
  const require = createRequire(import.meta.url);
  const hash = createHash("sha256").update(JSON.stringify([format, projectRoot]));
  const packages = ["typescript-6", "@tensorflow/tfjs", "@tensorflow/tfjs-core", "@types/node"];
  for (const name of packages) hash.update(require(`${name}/package.json`).version);
  const lib = join(projectRoot, "lib");
  for (const path of globSync("**/*.ts", { cwd: lib }).sort()) {
    if (/^(?:kernel|setup)\b/.test(path)) continue; // what cells import imports none of it
    hash.update(`\n${path} ${statSync(join(lib, path)).mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** The program that makes rolled-up types. */
export const typesProgram: string = join(import.meta.dirname, "make.ts");

/** Whether rolled-up types are there and up to date: kernels work without, but take seconds for the first import. */
export const typesInPlace = (): boolean => readTypes() !== undefined;

/** Whether any rolled-up types are there, be they out of date. */
export function hasTypes(): boolean {
  return sets().length > 0;
}

/** What the files of a set that are no types are called. */
const lists = { modules: "modules.json", library: "standard-library.json" } as const;

/** The rolled-up types that are up to date; undefined where there are none. */
export function readTypes(): StoredTypes | undefined {
  const own = join(folder(), signature()).replaceAll("\\", "/");
  const read = (name: string): [string, string][] => JSON.parse(readFileSync(join(own, name), "utf8"));
  try {
    return { modules: new Map(read(lists.modules).map(([id, name]) => [id, `${own}/${name}`])), library: new Map(read(lists.library)) };
  } catch {
    return undefined;
  }
}

/** Puts rolled-up types in their place, all at once. @param signed the signature of what they were made from */
export function writeTypes({ files, modules, library }: RolledUp, signed: string): void {
  const half = join(folder(), `half-${process.pid}`);
  mkdirSync(half, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(half, name), text);
  writeFileSync(join(half, lists.modules), JSON.stringify([...modules]));
  writeFileSync(join(half, lists.library), JSON.stringify([...library]));
  rmSync(join(folder(), signed), { recursive: true, force: true });
  renameSync(half, join(folder(), signed));
  const byAge = [...sets()].sort((a, b) => b.modified - a.modified);
  const broken = folders(/^half-/).filter(({ modified }) => modified < Date.now() - longestMaking);
  for (const { path } of [...byAge.slice(kept), ...broken]) rmSync(path, { recursive: true, force: true });
}

const sets = (): readonly Folder[] => folders(/^[0-9a-f]{16}$/);

function folders(called: RegExp): Folder[] {
  try {
    const names = readdirSync(folder()).filter((name) => called.test(name));
    return names.map((name) => join(folder(), name)).map((path) => ({ path, modified: statSync(path).mtimeMs }));
  } catch {
    return []; // there is no such folder yet
  }
}
