import { stat } from "node:fs/promises";
import { inHome, readJson, writeAtomically } from "../../base/index.ts";
import { hashOfFile, verify } from "./verify.ts";

/** A file's content, as it was found. */
export interface Content {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * What came for a file whose checksum nobody published: the first content ever, and the last. The cache is checked against the last; a
 * content other than the first is used, with a warning, for a source may mend its files.
 */
export interface FirstSeen {
  /** Day of the first, `2026-11-21`. */
  readonly day: string;
  readonly first: Content;
  readonly last: Content;
}

/** What is recorded of a data set's file; undefined where nothing is. */
export async function readFirstSeen(dataset: string, name: string): Promise<FirstSeen | undefined> {
  const noted = await readJson(recordPath(dataset, name)).catch(() => undefined); // a record that can't be read is none
  return isRecord(noted) ? noted : undefined;
}

/** Records what a file is now, and warns where it is not what it was at first. */
export async function recordContent(dataset: string, name: string, path: string, signal?: AbortSignal): Promise<void> {
  const [{ size: bytes }, sha256] = await Promise.all([stat(path), hashOfFile(path, "sha256", signal)]);
  const last = { bytes, sha256 };
  const before = await readFirstSeen(dataset, name);
  const { first, day } = before ?? { first: last, day: new Date().toISOString().slice(0, 10) };
  const verdict = await verify(path, first, signal);
  if (verdict.is === "damaged") warnOfChange(`${dataset}/${name}`, day, verdict.reason);
  // Who can't write here (a home that is read-only) has no record, and so no warning: no reason to fail.
  await writeAtomically(recordPath(dataset, name), JSON.stringify({ day, first, last })).catch(() => undefined);
}

/** @param reason what is different, as a verdict words it */
export function warnOfChange(what: string, day: string, reason: string): void {
  console.warn(`${what} is not what came first, on ${day}: it ${reason}. Its source may have changed it; results may differ.`);
}

const recordPath = (dataset: string, name: string): string => inHome("cache", dataset, `${name}.seen.json`);

function isRecord(value: unknown): value is FirstSeen {
  const isContent = (content: unknown): boolean =>
    typeof (content as Content | undefined)?.bytes === "number" && typeof (content as Content).sha256 === "string";
  const record = value as FirstSeen | undefined | null;
  return typeof record?.day === "string" && isContent(record.first) && isContent(record.last);
}
