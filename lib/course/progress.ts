import { rename } from "node:fs/promises";
import { readJson, writeAtomically } from "../base/files.ts";
import { inHome } from "../base/paths.ts";
import { messageOf } from "../base/problem.ts";
import type { Status } from "../exercise/index.ts";
import { underLock } from "./lock.ts";

/** How far a learner is with one exercise. */
export interface ExerciseProgress {
  /** Answers that were checked, unfinished ones not counted. */
  readonly attempts: number;
  /** Hints given. */
  readonly hints: number;
  /** Points of the best attempt. */
  readonly points: number;
  /** How the last attempt ended. */
  readonly status?: Status;
  /** Whether the reference was taken to go on. */
  readonly skipped?: boolean;
}

/** What an update came to, and words for the learner where the file could not be kept as it should. */
export interface Kept {
  readonly progress: ExerciseProgress;
  readonly note?: string;
}

type Everything = Readonly<Record<string, ExerciseProgress>>;

const file = (): string => inHome("progress.json");
const untouched: ExerciseProgress = { attempts: 0, hints: 0, points: 0 };

/**
 * Reads and changes what is kept of an exercise, so that other cells, kernels and a later day know of it.
 *
 * Never throws: a file that can't be read is moved aside, one that can't be written is mentioned in the note.
 */
export async function updateProgress(id: string, change: (before: ExerciseProgress) => ExerciseProgress): Promise<Kept> {
  try {
    return await underLock(`${file()}.lock`, async () => {
      const { all, note } = await readAll();
      const before = all[id] ?? untouched;
      const progress = change(before);
      if (progress !== before) await writeAtomically(file(), `${JSON.stringify({ ...all, [id]: progress }, null, 2)}\n`);
      return { progress, ...(note !== undefined && { note }) };
    });
  } catch (error) {
    return { progress: change(untouched), note: `Your progress could not be kept: ${messageOf(error)}` };
  }
}

async function readAll(): Promise<{ all: Everything; note?: string }> {
  try {
    const content = await readJson(file());
    if (content === undefined) return { all: {} };
    if (isEverything(content)) return { all: content };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const aside = `${file()}.damaged-${new Date().toISOString().replaceAll(":", "-")}`;
  await rename(file(), aside);
  return { all: {}, note: `What was kept of your progress is damaged and was moved to ${aside}; it starts anew.` };
}

function isEverything(content: unknown): content is Everything {
  return (
    isFields(content) &&
    Object.values(content).every((entry) => isFields(entry) && ["attempts", "hints", "points"].every((key) => isCount(entry[key])))
  );
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && value >= 0;
}
