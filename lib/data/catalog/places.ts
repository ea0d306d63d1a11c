import { basename, join } from "node:path";
import { inHome } from "../../base/index.ts";

/** Where a file or folder of a data set may lie. */
export interface Place {
  readonly in: "mirror" | "cache";
  readonly path: string;
}

/** The mirror folder `DESCENT_DATASETS`; undefined where none is named. */
export function mirrorFolder(): string | undefined {
  return process.env["DESCENT_DATASETS"] || undefined;
}

/** Where a data set's file or folder is looked for, in this order: the mirror `DESCENT_DATASETS`, then the cache. */
export function placesOf(dataset: string, name: string): readonly Place[] {
  const mirror = mirrorFolder();
  const cache: Place = { in: "cache", path: inHome("cache", dataset, name) };
  return mirror ? [{ in: "mirror", path: join(mirror, dataset, name) }, cache] : [cache];
}

/** What a download is called on disk: the last part of its address. */
export function nameOf(url: string): string {
  return basename(decodeURIComponent(new URL(url).pathname));
}
