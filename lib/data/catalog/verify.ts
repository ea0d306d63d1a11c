import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { formatBytes, formatCount, inHome, readJson, writeAtomically } from "../../base/index.ts";

/** What a file on disk turned out to be. */
export type Verdict =
  | { readonly is: "good" }
  | { readonly is: "missing" }
  /** `reason` completes "the file …": wanted and got. */
  | { readonly is: "damaged"; readonly reason: string };

/** SHA-256 of a file's content in lower-case hexadecimal. */
async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash, { ...(signal && { signal }) });
  return hash.digest("hex");
}

/** Whether a file has the bytes and the SHA-256 that the catalog pins. */
export async function verify(
  path: string,
  expected: { readonly bytes: number; readonly sha256: string },
  signal?: AbortSignal,
): Promise<Verdict> {
  const facts = await statOrNothing(path);
  if (!facts?.isFile()) return { is: "missing" };
  if (facts.size !== expected.bytes) {
    return { is: "damaged", reason: `should have ${formatCount(expected.bytes)} bytes but has ${formatCount(facts.size)}` };
  }
  const sha256 = await sha256OfFile(path, signal);
  if (sha256 === expected.sha256) return { is: "good" };
  return {
    is: "damaged",
    reason: `has the right length (${formatBytes(facts.size)}) but SHA-256 ${sha256.slice(0, 12)}… in place of ${expected.sha256.slice(0, 12)}…`,
  };
}

/**
 * The same as `verify`, but a file that was good and has kept its length and its time of change since is not read again.
 *
 * What was found good is noted in `DESCENT_HOME/cache/checked`, for a mirror may not be written to.
 */
export async function verifyOnce(
  path: string,
  expected: { readonly bytes: number; readonly sha256: string },
  signal?: AbortSignal,
): Promise<Verdict> {
  const notePath = inHome("cache", "checked", `${createHash("sha256").update(path).digest("hex").slice(0, 32)}.json`);
  const before = await statOrNothing(path);
  const note = { path, bytes: before?.size, changed: before?.mtimeMs, sha256: expected.sha256 };
  const noted = await readJson(notePath).catch(() => undefined); // a note that can't be read is no note
  if (before?.size === expected.bytes && JSON.stringify(noted) === JSON.stringify(note)) return { is: "good" };
  const verdict = await verify(path, expected, signal);
  // Without a note the file is only read once more next time, so a home that can't be written to is no reason to fail.
  if (verdict.is === "good") await writeAtomically(notePath, JSON.stringify(note)).catch(() => undefined);
  return verdict;
}

async function statOrNothing(path: string) {
  return stat(path).catch(() => undefined);
}
