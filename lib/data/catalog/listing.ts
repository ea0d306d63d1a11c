import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { formatCount, messageOf, Problem, projectRoot } from "../../base/index.ts";
import { inParallel } from "../in-parallel.ts";
import { type Verdict, verify } from "./verify.ts";

/** The files of a folder: their paths in it, with `/`, and their SHA-256. */
export type Listing = ReadonlyMap<string, string>;

/** A listing as sha256sum writes it: checksum, two spaces, path; a line a file. */
export function formatListing(listing: Listing): string {
  return Array.from(listing, ([path, sha256]) => `${sha256}  ${path}\n`)
    .sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
    .join("");
}

/** Reads what sha256sum wrote. @throws Problem `listing-invalid`, which names the first line that is none of its lines */
export function parseListing(text: string, name: string): Listing {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line, index): [string, string] => {
      const [, sha256 = "", path = ""] = /^([0-9a-f]{64})[ ][ *](.+)$/.exec(line) ?? [];
      if (path && !path.startsWith("/") && !path.split("/").includes("..")) return [path, sha256];
      throw new Problem("listing-invalid", `Expected line ${index + 1} of ${name} to be a SHA-256, two spaces and a path but got ${line}`, {
        hint: "Put back the file as it was (git checkout datasets, or npx descent data get the data set again).",
      });
    }),
  );
}

/** A listing of the project, from `datasets/listings`. @throws Problem `listing-unreadable`, `listing-invalid` */
export async function readListing(name: string): Promise<Listing> {
  const path = join(projectRoot, "datasets", "listings", `${name}.sha256`);
  const text = await readFile(path, "utf8").catch((error) => {
    throw new Problem("listing-unreadable", `The listing ${path} can't be read: ${messageOf(error)}`, {
      hint: "Put it back as it came with the project: git checkout datasets",
      cause: error,
    });
  });
  return parseListing(text, path);
}

/**
 * Whether a folder has the files of a listing, by their names and, where `bytes` is known, by their lengths in all: a quick look. What
 * else lies there does not matter.
 */
export async function checkFolder(folder: string, listing: Listing, bytes?: number): Promise<Verdict> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!names) return { is: "missing" };
  const there = new Set(
    names.filter((name) => !name.isDirectory()).map((name) => relative(folder, join(name.parentPath, name.name)).split(sep).join("/")),
  );
  const lacks = [...listing.keys()].filter((path) => !there.has(path));
  if (lacks.length === listing.size) return { is: "missing" };
  if (lacks.length > 0) {
    return { is: "damaged", reason: `lacks ${formatCount(lacks.length)} of ${formatCount(listing.size)} files, such as ${lacks[0]}` };
  }
  if (bytes === undefined) return { is: "good" };
  const sizes = await Promise.all([...listing.keys()].map(async (path) => (await stat(join(folder, path))).size));
  const got = sizes.reduce((sum, size) => sum + size, 0);
  if (got === bytes) return { is: "good" };
  return { is: "damaged", reason: `should have ${formatCount(bytes)} bytes in its files but has ${formatCount(got)}` };
}

/** The files of a folder that are not what its listing says, each with the reason, as `verify` words it. */
export async function wrongFiles(
  folder: string,
  listing: Listing,
  { signal, onFile }: { readonly signal?: AbortSignal | undefined; readonly onFile?: () => void } = {},
): Promise<{ readonly path: string; readonly reason: string }[]> {
  const wrong: { path: string; reason: string }[] = [];
  const files = [...listing];
  await inParallel(files.length, async (index) => {
    const [path, sha256] = files[index] ?? ["", ""];
    const verdict = await verify(join(folder, path), { sha256 }, signal);
    if (verdict.is !== "good") wrong.push({ path, reason: verdict.is === "missing" ? "is missing" : verdict.reason });
    onFile?.();
  });
  return wrong.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The same for what has just been unpacked. @throws Problem `wrong-content`, which names the first files */
export function expectListing(unpacked: Listing, wanted: Listing, archive: string): void {
  const wrong = [...wanted].filter(([path, sha256]) => unpacked.get(path) !== sha256).map(([path]) => path);
  if (wrong.length === 0) return;
  const some = wrong.slice(0, 3).join(", ");
  throw new Problem(
    "wrong-content",
    `${archive} is not what the catalog names: ${formatCount(wrong.length)} of ${formatCount(wanted.size)} files are missing in it or differ, such as ${some}`,
    { hint: "What is at the source may have changed: look for a newer version of this project." },
  );
}
