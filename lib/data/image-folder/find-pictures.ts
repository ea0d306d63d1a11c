import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { cellSignal, messageOf, Problem } from "../../base/index.ts";
import { pictureEndings } from "../image/picture-kind.ts";
import { naturalOrder } from "./natural-order.ts";

/** A file that was not taken, by its path in the folder, and why. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

export interface FoundPictures {
  /** Paths in the folder with "/" between their parts, in natural order. */
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * All files below a folder that have a picture's ending. Hidden files and folders are passed over without a word (`.DS_Store`,
 * `.ipynb_checkpoints`); what else is no picture, and links that lead out of the folder, are left out and reported.
 *
 * @throws Problem when there is no such folder, or it can't be read
 */
export async function findPictures(folder: string): Promise<FoundPictures> {
  const root = await existingFolder(folder);
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  const signal = cellSignal();

  const walk = async (path: string, chain: readonly string[]): Promise<void> => {
    signal?.throwIfAborted();
    for (const entry of await entriesOf(join(folder, path))) {
      if (entry.name.startsWith(".")) continue;
      const at = path === "" ? entry.name : `${path}/${entry.name}`;
      const target = await followed(entry, { path: at, file: join(folder, at), root });
      if ("reason" in target) leftOut.push(target);
      else if (target.kind === "folder") {
        const real = target.real ?? join(chain.at(-1) ?? root, entry.name);
        if (chain.includes(real)) leftOut.push({ path: at, reason: "a link that leads in a circle" });
        else await walk(at, [...chain, real]);
      } else if (pictureEndings.has(extname(entry.name).toLowerCase())) paths.push(at);
      else leftOut.push({ path: at, reason: `no picture's ending (${extname(entry.name) || "none"})` });
    }
  };
  await walk("", [root]);
  return { paths: paths.sort(naturalOrder), leftOut };
}

/** The real path of a folder. @throws Problem when it is none */
export async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch((error: unknown) => {
    throw new Problem(
      "no-folder",
      `Expected a folder of pictures at ${folder} but there is nothing that can be read: ${messageOf(error)}`,
      {
        hint: "Is the path right? It is taken from the folder that the notebook runs in, unless it is absolute.",
        cause: error,
      },
    );
  });
  if (!found.isDirectory()) {
    throw new Problem("no-folder", `Expected a folder of pictures but got a file, ${folder}`, {
      hint: "One picture: readImage(path). An archive must be unpacked first.",
    });
  }
  return realpath(folder);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new Problem("folder-not-read", `Expected to read the folder ${folder} but it can't be read: ${messageOf(error)}`, {
      hint: "Give yourself the right to read it, or move it elsewhere.",
      cause: error,
    });
  });
}

type Target = { readonly kind: "file" | "folder"; readonly real?: string } | LeftOut;

/** What an entry is; links are followed as long as they stay inside the root. */
async function followed(
  entry: Dirent,
  { path, file, root }: { readonly path: string; readonly file: string; readonly root: string },
): Promise<Target> {
  if (entry.isDirectory()) return { kind: "folder" };
  if (entry.isFile()) return { kind: "file" };
  if (!entry.isSymbolicLink()) return { path, reason: "neither a file nor a folder" };
  const real = await realpath(file).catch(() => undefined);
  if (real === undefined) return { path, reason: "a link that leads nowhere" };
  if (!isInside(real, root)) return { path, reason: "a link out of the folder" };
  return { kind: (await stat(real)).isDirectory() ? "folder" : "file", real };
}

/** Whether a real path lies in a real folder. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
