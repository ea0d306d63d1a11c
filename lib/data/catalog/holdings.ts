import { stat } from "node:fs/promises";
import type { CatalogEntry, CatalogFile } from "./catalog.ts";
import { type FetchOptions, fetchFile } from "./fetch-file.ts";
import { fetchFolder, folderPlaces, listingAt, lookAtFolder } from "./fetch-folder.ts";
import { findFile, findFolder } from "./find.ts";
import { readFirstSeen } from "./first-seen.ts";
import { wrongFiles } from "./listing.ts";
import { type Place, placesOf } from "./places.ts";
import { isPinned, type Verdict, verify } from "./verify.ts";

/** A file or folder of a data set, and where it is found. */
export interface Holding {
  readonly name: string;
  readonly kind: "file" | "folder";
  /** Where it lies, whole as far as a quick look tells; undefined where it is not here. */
  readonly place: Place | undefined;
  /** All places where something of it lies, whole or damaged. */
  readonly found: readonly Place[];
  /** True where it is fetched only when it is asked for. */
  readonly optional: boolean;
  /** In all, as the catalog says or as it lies here; of what is not here its download's; undefined where nobody knows. */
  readonly bytes: number | undefined;
}

/** A file that is not what it should be. */
export interface WrongFile {
  /** Absolute. */
  readonly path: string;
  /** Completes "the file …". */
  readonly reason: string;
}

/** What of a data set is here, by a quick look: names and lengths, no checksums. */
export async function holdingsOf(entry: CatalogEntry): Promise<Holding[]> {
  const files = entry.files.map(async (file): Promise<Holding> => {
    const { name, optional = false } = file;
    const at = await look(placesOf(entry.id, name), ({ path }) => verify(path, lengthOf(file)));
    return { name, kind: "file", ...at, optional, bytes: file.bytes ?? (at.place && (await stat(at.place.path)).size) };
  });
  const folders = entry.folders.map(async (folder): Promise<Holding> => {
    const { name, optional = false } = folder;
    const at = await look(folderPlaces(entry, folder), (place) => lookAtFolder(entry, folder, place));
    return { name, kind: "folder", ...at, optional, bytes: folder.bytes ?? folder.archive?.bytes };
  });
  return Promise.all([...files, ...folders]);
}

/** Brings a file or folder of a data set. @returns its path. @throws Problem when it can't be had */
export async function fetchHolding(entry: CatalogEntry, { kind, name }: Holding, options: FetchOptions): Promise<string> {
  return kind === "file" ? fetchFile(entry.id, name, options) : fetchFolder(entry.id, name, options);
}

/** Reads all of what is here, and gives the files that are not what the catalog, or what came first, says. */
export async function verifyHolding(entry: CatalogEntry, holding: Holding, options: VerifyOptions = {}): Promise<readonly WrongFile[]> {
  const wrong: WrongFile[] = [];
  for (const place of holding.found) {
    const verifyPlace = holding.kind === "folder" ? verifyFolder : verifyFile;
    wrong.push(...(await verifyPlace(entry, holding.name, place, options)));
  }
  return wrong;
}

interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called after each file whose checksum is known. */
  readonly onFile?: () => void;
}

async function verifyFolder(entry: CatalogEntry, name: string, place: Place, options: VerifyOptions): Promise<readonly WrongFile[]> {
  const listing = await listingAt(entry, findFolder([entry], entry.id, name).folder, place);
  const wrong = listing ? await wrongFiles(place.path, listing, options) : [];
  return wrong.map(({ path, reason }) => ({ path: `${place.path}/${path}`, reason }));
}

async function verifyFile(entry: CatalogEntry, name: string, place: Place, options: VerifyOptions): Promise<readonly WrongFile[]> {
  const { file } = findFile([entry], entry.id, name);
  const seen = isPinned(file) ? undefined : await readFirstSeen(entry.id, name);
  const expected = seen ? (place.in === "cache" ? seen.last : seen.first) : file;
  if (!isPinned(expected)) return [];
  const verdict = await verify(place.path, expected, options.signal);
  options.onFile?.();
  return verdict.is === "damaged" ? [{ path: place.path, reason: verdict.reason }] : [];
}

const lengthOf = ({ bytes }: CatalogFile): { readonly bytes?: number } => (bytes === undefined ? {} : { bytes });

async function look(
  places: readonly Place[],
  judge: (place: Place) => Promise<Verdict>,
): Promise<{ readonly place: Place | undefined; readonly found: readonly Place[] }> {
  const verdicts = await Promise.all(places.map(judge));
  return {
    place: places.find((_, index) => verdicts[index]?.is === "good"),
    found: places.filter((_, index) => verdicts[index]?.is !== "missing"),
  };
}
