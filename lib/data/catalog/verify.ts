import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { formatBytes, formatCount, inHome, readJson, writeAtomically } from "../../base/index.ts";
import type { Pins } from "./catalog.ts";

/** What a file or a folder on disk turned out to be. */
export type Verdict =
  | { readonly is: "good" }
  | { readonly is: "missing" }
  /** `reason` completes "the file …": wanted and got. */
  | { readonly is: "damaged"; readonly reason: string };

/** Whether a checksum is pinned. */
export const isPinned = ({ sha256, md5 }: Pins): boolean => sha256 !== undefined || md5 !== undefined;

/** A checksum of a file's content in lower-case hexadecimal. */
export async function hashOfFile(path: string, algorithm: "sha256" | "md5", signal?: AbortSignal): Promise<string> {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { ...(signal && { signal }) });
  return hash.digest("hex");
}

/** Whether a file has the bytes and the checksum that are pinned, as far as they are. */
export async function verify(path: string, expected: Pins, signal?: AbortSignal): Promise<Verdict> {
  const facts = await statOrNothing(path);
  if (!facts?.isFile()) return { is: "missing" };
  if (expected.bytes !== undefined && facts.size !== expected.bytes) {
    return { is: "damaged", reason: `should have ${formatCount(expected.bytes)} bytes but has ${formatCount(facts.size)}` };
  }
  const algorithm = expected.sha256 === undefined ? "md5" : "sha256";
  const wanted = expected[algorithm];
  if (wanted === undefined) return { is: "good" };
  const got = await hashOfFile(path, algorithm, signal);
  if (got === wanted) return { is: "good" };
  const name = algorithm === "md5" ? "MD5" : "SHA-256";
  const length = expected.bytes === undefined ? "" : `has the right length (${formatBytes(facts.size)}) but `;
  return { is: "damaged", reason: `${length || "has "}${name} ${got.slice(0, 12)}… in place of ${wanted.slice(0, 12)}…` };
}

/**
 * The same as `verify`, but a file that was good and has kept its length and its time of change since is not read again.
 *
 * What was found good is noted in `DESCENT_HOME/cache/checked`, for a mirror may not be written to.
 */
export async function verifyOnce(path: string, expected: Pins, signal?: AbortSignal): Promise<Verdict> {
  const notePath = inHome("cache", "checked", `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.json`);
  const before = await statOrNothing(path);
  const note = { path, bytes: before?.size, changed: before?.mtimeMs, sha256: expected.sha256 ?? expected.md5 };
  const noted = await readJson(notePath).catch(() => undefined); // a note that can't be read is no note
  const sameLength = before && (expected.bytes === undefined || expected.bytes === before.size);
  if (sameLength && JSON.stringify(noted) === JSON.stringify(note)) return { is: "good" };
  const verdict = await verify(path, expected, signal);
  // Without a note the file is only read once more next time, so a home that can't be written to is no reason to fail.
  if (verdict.is === "good") await writeAtomically(notePath, JSON.stringify(note)).catch(() => undefined);
  return verdict;
}

async function statOrNothing(path: string) {
  return stat(path).catch(() => undefined);
}
