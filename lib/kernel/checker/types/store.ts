import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inHome, projectRoot } from "../../../base/paths.ts";
import { lists, readSet, type StoredTypes } from "./read-set.ts";
import type { RolledUp } from "./roll-up.ts";

/** What a set's snapshot is called. */
export const snapshotName = "checker.snapshot";

/** How many sets of rolled-up types are kept: kernels that were started before the last change of the library still read theirs. */
const kept = 2;
/** To be raised when types are rolled up in another way than before. */
const format = 5;

/** After how many milliseconds a set that is not finished was left by a process that was ended. */
const longestMaking = 3_600_000;

interface Folder {
  readonly path: string;
  readonly modified: number;
}

const folder = (): string => inHome("types");

/** Rooms of the library that no types and no snapshot are made from. */
const apart = /^(?:setup|kernel\/(?!checker|link))\b/;

/** A hash of all that rolled-up types and a snapshot are made from: versions, and when the files of the library were changed. */
export function signature(): string {
  const require = createRequire(import.meta.url);
  const hash = createHash("sha256").update(JSON.stringify([format, projectRoot, process.version, process.platform, process.arch]));
  const packages = ["typescript-6", "@tensorflow/tfjs", "@tensorflow/tfjs-core", "@types/node", "tslab"];
  for (const name of packages) hash.update(require(`${name}/package.json`).version);
  const lib = join(projectRoot, "lib");
  for (const path of readdirSync(lib, { recursive: true, encoding: "utf8" }).sort()) {
    if (!path.endsWith(".ts") || apart.test(path)) continue;
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
  return byAge().length > 0;
}

/** The rolled-up types that are up to date; undefined where there are none. */
export function readTypes(): StoredTypes | undefined {
  try {
    return readSet(current().replaceAll("\\", "/"));
  } catch {
    return undefined;
  }
}

/** The snapshot of a checker that was made last, be it out of date or of another Node; undefined where there is none. */
export function newestSnapshot(): string | undefined {
  const [newest] = byAge();
  return newest && snapshotIn(newest.path);
}

/** The snapshot that is up to date; undefined where there is none. Looks at each file of the library. */
export const currentSnapshot = (): string | undefined => snapshotIn(current());

function snapshotIn(set: string): string | undefined {
  const path = join(set, snapshotName);
  return existsSync(path) ? path : undefined;
}

/** Where the set that is up to date lies, or would lie. */
const current = (): string => join(folder(), signature());

/**
 * Puts rolled-up types in their place, all at once.
 *
 * @param options.signed the signature of what they were made from
 * @param options.complete adds what is made from them, given the folder in which they are and the one in which they will be
 */
export async function writeTypes(
  { files, modules, library }: RolledUp,
  { signed, complete }: { readonly signed: string; readonly complete: (now: string, then: string) => Promise<void> },
): Promise<void> {
  const half = join(folder(), `half-${process.pid}`).replaceAll("\\", "/");
  const place = join(folder(), signed).replaceAll("\\", "/");
  mkdirSync(half, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(half, name), text);
  writeFileSync(join(half, lists.modules), JSON.stringify([...modules]));
  writeFileSync(join(half, lists.library), JSON.stringify([...library]));
  await complete(half, place);
  rmSync(place, { recursive: true, force: true });
  renameSync(half, place);
  const broken = folders(/^half-/).filter(({ modified }) => modified < Date.now() - longestMaking);
  for (const { path } of [...byAge().slice(kept), ...broken]) rmSync(path, { recursive: true, force: true });
}

/** The sets, the newest first. */
const byAge = (): readonly Folder[] => folders(/^[0-9a-f]{16}$/).sort((a, b) => b.modified - a.modified);

function folders(called: RegExp): Folder[] {
  try {
    const names = readdirSync(folder()).filter((name) => called.test(name));
    return names.map((name) => join(folder(), name)).map((path) => ({ path, modified: statSync(path).mtimeMs }));
  } catch {
    return []; // there is no such folder yet
  }
}
