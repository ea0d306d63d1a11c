import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cellSignal, inHome, messageOf, writeAtomically } from "../../base/index.ts";
import { unpack } from "./archive/unpack.ts";
import { byteBar } from "./byte-bar.ts";
import { type CatalogEntry, type CatalogFolder, readCatalog } from "./catalog.ts";
import { type Attempt, discardArchive, type FetchOptions, fetchArchive, onlyInMirror } from "./fetch-file.ts";
import { findFolder } from "./find.ts";
import { checkFolder, expectListing, formatListing, type Listing, parseListing, readListing } from "./listing.ts";
import { mirrorFolder, type Place, placesOf } from "./places.ts";
import { privateName } from "./private-name.ts";
import type { Verdict } from "./verify.ts";

/**
 * The path of a data set's folder of files.
 *
 * Looked for in the mirror `DESCENT_DATASETS` (used where it lies, never changed), then in the cache, each time with a quick look
 * whether all files are there; otherwise its archive is had as `fetchFile` has files, unpacked into the cache, and removed.
 *
 * @param dataset its id in `datasets/catalog.json`
 * @param name the folder's name there
 * @throws Problem with the code of what failed last; its message says what was wrong at each place
 */
export async function fetchFolder(dataset: string, name: string, options: FetchOptions = {}): Promise<string> {
  const { entry, folder } = findFolder(options.catalog ?? readCatalog(), dataset, name);
  const failures: string[] = [];
  for (const place of folderPlaces(entry, folder)) {
    const verdict = await lookAtFolder(entry, folder, place);
    if (verdict.is === "good") return place.path;
    if (verdict.is === "damaged") failures.push(`${place.path} (${place.in}) is damaged: it ${verdict.reason}`);
  }
  if (mirrorFolder() && failures.length === 0) failures.push(`the mirror ${mirrorFolder()} has no ${dataset}/${name}`);
  return unpackFolder(entry, folder, { ...options, signal: options.signal ?? cellSignal(), failures });
}

/** Where a folder may lie: where a file of its name may, and as the whole data set in a mirror, where a listing tells that it is it. */
export function folderPlaces(entry: CatalogEntry, folder: CatalogFolder): readonly Place[] {
  const mirror = mirrorFolder();
  const places = placesOf(entry.id, folder.name);
  return mirror && folder.listing ? [{ in: "mirror", path: join(mirror, entry.id) }, ...places] : places;
}

/** Whether all files of a folder lie at a place. */
export async function lookAtFolder(entry: CatalogEntry, folder: CatalogFolder, place: Place): Promise<Verdict> {
  const listing = await listingAt(entry, folder, place);
  if (!listing) return { is: (await readdir(place.path).catch(() => [])).length > 0 ? "good" : "missing" };
  return checkFolder(place.path, listing, place.in === "mirror" ? folder.bytes : undefined);
}

/** What should lie at a place: in the cache what was unpacked, in a mirror what the catalog lists. Undefined where nobody knows. */
export async function listingAt(entry: CatalogEntry, folder: CatalogFolder, place: Place): Promise<Listing | undefined> {
  if (place.in === "mirror") return folder.listing === undefined ? undefined : readListing(folder.listing);
  const path = unpackedPath(entry, folder);
  return readFile(path, "utf8")
    .then((text) => parseListing(text, path))
    .catch(() => undefined); // none, or one that can't be read
}

async function unpackFolder(entry: CatalogEntry, folder: CatalogFolder, options: Attempt): Promise<string> {
  const { archive } = folder;
  if (!archive) {
    throw onlyInMirror(entry, folder.name, options.failures);
  }
  const listing = archive.listing ?? folder.listing;
  const wanted = listing === undefined ? undefined : await readListing(listing);
  const packed = await fetchArchive(entry, archive, options);
  const target = inHome("cache", entry.id, folder.name);
  // While the archive came, another process may have unpacked it, and removed the archive.
  const isThere = async (): Promise<boolean> => (await lookAtFolder(entry, folder, { in: "cache", path: target })).is === "good";
  if (await isThere()) return target;
  await removeDamaged(target);
  const bar = options.onProgress ? undefined : byteBar(`${entry.title}: unpacking`, 1_000_000);
  try {
    const { size: total } = await stat(packed);
    await unpack(packed, target, {
      ...archive,
      ...(wanted && { select: (path: string) => wanted.has(path) }),
      signal: options.signal,
      onProgress: (bytes) => bar?.report(bytes, total),
      check: async (unpacked) => {
        if (wanted) expectListing(unpacked, wanted, packed);
        await writeAtomically(unpackedPath(entry, folder), formatListing(unpacked));
      },
    });
    bar?.done();
  } catch (error) {
    if (await isThere()) return target;
    bar?.fail(messageOf(error));
    throw error;
  } finally {
    if (!options.signal?.aborted) await discardArchive(entry, packed);
  }
  return target;
}

/** The listing of what was unpacked into the cache. */
const unpackedPath = (entry: CatalogEntry, folder: CatalogFolder): string => inHome("cache", entry.id, `${folder.name}.sha256`);

/** Clears the way for a folder: moved aside first, so that no half of it is ever in its place. */
async function removeDamaged(folder: string): Promise<void> {
  const aside = privateName(folder, "damaged");
  await rename(folder, aside).catch(() => undefined); // mostly there is none
  await rm(aside, { recursive: true, force: true });
}
