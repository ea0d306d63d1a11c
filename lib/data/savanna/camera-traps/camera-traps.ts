import { createHash } from "node:crypto";
import { access, readdir, rename, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import sharp from "sharp";
import { budget, formatCount, inHome, messageOf, Problem, plural, positiveInteger, writeAtomically } from "../../../base/index.ts";
import { displaySymbol, type MimeBundle, progress } from "../../../plot/index.ts";
import { inParallel } from "../../in-parallel.ts";
import { drawingVersion } from "../picture.ts";
import { drawFrame } from "./capture-picture.ts";
import { type Capture, planCaptures } from "./captures.ts";
import { type Damage, drawDamage, spoil } from "./damage.ts";
import { readme } from "./readme.ts";
import { annotationsCsv, imagesCsv } from "./tables.ts";

export interface CameraTrapsOptions {
  /** What everything is drawn from: another seed gives another park. */
  readonly seed?: string | number;
  /** About how many clear pictures of each of the four species there are: 1,000 unless told, 40 in the quick budget. */
  readonly perClass?: number;
}

/** A camera-trap project as it is handed out: two tables and a tree of pictures. */
export class CameraTrapsFolder {
  /** Paths in `images.csv` begin here. */
  readonly folder: string;
  /** Path of the CSV table of what volunteers saw, one row for each species in a capture. */
  readonly annotations: string;
  /** Path of the CSV table of pictures. */
  readonly images: string;
  /** About how many clear pictures of each of the four species there are. */
  readonly perClass: number;
  readonly #captures: readonly Capture[];

  constructor(folder: string, perClass: number, captures: readonly Capture[]) {
    this.folder = folder;
    this.annotations = join(folder, "annotations.csv");
    this.images = join(folder, "images.csv");
    this.perClass = perClass;
    this.#captures = captures;
  }

  [displaySymbol](): MimeBundle {
    const pictures = this.#captures.reduce((sum, { delivered, paths }) => sum + (delivered ? paths.length : 0), 0);
    const sites = new Set(this.#captures.map(({ site }) => site)).size;
    const text = `Savanna camera traps: ${plural(this.#captures.length, "capture")} at ${plural(sites, "site")}, ${formatCount(pictures)} pictures handed out, annotations.csv and images.csv in ${this.folder}`;
    return { "text/plain": text };
  }
}

/**
 * A camera-trap project on disk, drawn from a seed, in the tree and the columns of Snapshot Serengeti (Swanson et al., 2015): pictures of
 * four species and some rare ones in bursts of one to three, volunteers who disagree, humans, many blanks, missing values, a few damaged
 * files. 128 × 96 pixels, JPEG.
 *
 * Drawn once, in about a minute; drawing stops with the running notebook cell, and goes on there next time.
 *
 * @throws RangeError when `perClass` is not a positive integer
 * @throws Problem when the pictures can't be written
 * @example
 * const project = await datasets.savannaCameraTraps();
 * const annotations = readTable(project.annotations);
 */
export async function savannaCameraTraps(options: CameraTrapsOptions = {}): Promise<CameraTrapsFolder> {
  const { seed = "savanna", perClass = budget() === "quick" ? 40 : 1000 } = options;
  positiveInteger({ perClass });
  const captures = planCaptures(String(seed), perClass);
  // Nothing but these decides what is drawn; sharp paints and encodes.
  const key = createHash("sha256").update([drawingVersion, sharp.versions.sharp, seed, perClass].join("/")).digest("hex");
  const folder = inHome("cache", "savanna", `camera-traps-${key.slice(0, 16)}`);
  try {
    await complete(folder, String(seed), captures);
  } catch (error) {
    if (!(error instanceof Error) || !("syscall" in error)) throw error; // a stop, or a mistake of ours
    throw new Problem("savanna-not-written", `The camera-trap pictures can't be written to ${folder}: ${messageOf(error)}`, {
      hint: "Look at the free space and the permissions there, or set DESCENT_HOME to another folder. Drawing goes on where it ended.",
      cause: error,
    });
  }
  return new CameraTrapsFolder(folder, perClass, captures);
}

/** Draws what the folder lacks. A new one gets its name when it is whole. */
async function complete(folder: string, seed: string, captures: readonly Capture[]): Promise<void> {
  const isNew = !(await exists(folder));
  const workplace = isNew ? `${folder}.part` : folder;
  try {
    await drawMissing(workplace, seed, captures);
    if (isNew) await rename(workplace, folder);
  } catch (error) {
    // Another process may have been drawing the same, and have been sooner.
    if (!isNew || !(await exists(folder))) throw error;
    await rm(workplace, { recursive: true, force: true });
  }
}

async function drawMissing(folder: string, seed: string, captures: readonly Capture[]): Promise<void> {
  const there = await filesIn(folder);
  const damage = drawDamage(seed, captures);
  const tables: [string, () => string][] = [
    ["annotations.csv", () => annotationsCsv(seed, captures)],
    ["images.csv", () => imagesCsv(captures)],
    ["README.txt", () => readme],
  ];
  for (const [name, content] of tables) if (!there.has(name)) await writeAtomically(join(folder, name), content());
  const isMissing = (path: string): boolean => damage.get(path) !== "missing" && !there.has(path);
  const open = captures.filter(({ delivered, paths }) => delivered && paths.some(isMissing));
  if (open.length === 0) return;
  const frames = open.map(({ paths }) => [...paths.keys()].filter((frame) => isMissing(paths[frame] ?? "")));
  const total = frames.reduce((sum, { length }) => sum + length, 0);
  const bar = progress({ title: "Drawing savanna camera traps", total, unit: "picture" });
  try {
    await inParallel(open.length, async (index) => {
      for (const frame of frames[index] ?? []) {
        const capture = open[index];
        if (capture) await drawFile(folder, { seed, capture, frame, damage });
        bar.advance();
      }
    });
    bar.done();
  } catch (error) {
    bar.fail(messageOf(error));
    throw error;
  }
}

interface FileToDraw {
  readonly seed: string;
  readonly capture: Capture;
  readonly frame: number;
  readonly damage: ReadonlyMap<string, Damage>;
}

async function drawFile(folder: string, { seed, capture, frame, damage }: FileToDraw): Promise<void> {
  const path = capture.paths[frame] ?? "";
  const kind = damage.get(path);
  const jpeg = await drawFrame(seed, capture, frame);
  const content = kind ? await spoil(jpeg, kind) : jpeg;
  if (content) await writeAtomically(join(folder, path), content);
}

/** Paths of all files in a folder, with `/` between their parts; leftovers of a killed process are removed. */
async function filesIn(folder: string): Promise<Set<string>> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const halfWritten = names.filter((name) => name.endsWith(".part"));
  await Promise.all(halfWritten.map((name) => rm(join(folder, name), { force: true })));
  return new Set(names.map((name) => name.split(sep).join("/")));
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
