import { readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { Value } from "typebox/value";
import { messageOf, Problem, projectRoot } from "../../base/index.ts";

/** What is known of a file's content. Only what somebody verified is pinned; without checksum, the first that comes is recorded. */
export interface Pins {
  readonly bytes?: number;
  /** In lower-case hexadecimal, as `md5`. */
  readonly sha256?: string;
  /** Where only this older checksum is published. */
  readonly md5?: string;
}

/** A packed folder that can be downloaded: `.tgz`, `.tar.gz`, `.tar`, `.zip`, or one file as `.gz`. */
export interface CatalogArchive extends Pins {
  readonly url: string;
  /** How many leading parts of each path are dropped, as tar's `--strip-components` does; 0 unless told. */
  readonly strip?: number;
  /** Folders that get another name: `{ "training/n0": "train/mantled_howler" }`. */
  readonly rename?: Readonly<Record<string, string>>;
  /** Name of the listing that what is unpacked must agree with; by default the folder's own, where it has one. */
  readonly listing?: string;
}

/** A file that the project reads, as it lies in a mirror or in the cache. */
export interface CatalogFile extends Pins {
  readonly name: string;
  /** Where it can be downloaded as it is. */
  readonly url?: string;
  /** … or what it is packed in, at the path `member`. Only a mirror has a file with neither. */
  readonly archive?: CatalogArchive;
  readonly member?: string;
  /** True where it is fetched only when it is asked for by name. */
  readonly optional?: boolean;
}

/** A folder of many files. */
export interface CatalogFolder {
  readonly name: string;
  /** Name of the list of its files in `datasets/listings`, with their SHA-256, in the format of sha256sum. */
  readonly listing?: string;
  /** How many files the listing has, and their bytes. */
  readonly files?: number;
  readonly bytes?: number;
  /** What it is unpacked from. Only a mirror has a folder without. */
  readonly archive?: CatalogArchive;
  readonly optional?: boolean;
}

/** One data set of the catalog: what it is, under which licence, what its files and folders must be and where they come from. */
export interface CatalogEntry {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** What one must know of it, such as that a mirror has only a part and where the original is. */
  readonly note?: string;
  /** Address of the folder of its pictures, which are fetched one by one. */
  readonly pictures?: string;
  readonly files: readonly CatalogFile[];
  readonly folders: readonly CatalogFolder[];
}

const strict = { additionalProperties: false };
const text = Type.String({ minLength: 1 });
const url = Type.String({ pattern: "^https?://" });
// Names become paths: letters, digits, "-", "_", " " and "." only, one folder separator at a time, never "..".
const relativePath = Type.String({ pattern: "^(?!.*\\.\\.)[\\w-][\\w. -]*(/[\\w-][\\w. -]*)*$" });
const listing = Type.Optional(Type.String({ pattern: "^[a-z0-9-]+$" }));
const count = Type.Optional(Type.Integer({ minimum: 0 }));
const optional = Type.Optional(Type.Boolean());
const pins = {
  bytes: count,
  sha256: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
  md5: Type.Optional(Type.String({ pattern: "^[0-9a-f]{32}$" })),
};
const rename = Type.Optional(Type.Record(Type.String(), relativePath));
const archive = Type.Optional(Type.Object({ url, ...pins, strip: count, rename, listing }, strict));
const file = Type.Object(
  { name: relativePath, ...pins, url: Type.Optional(url), archive, member: Type.Optional(relativePath), optional },
  strict,
);
const folder = Type.Object({ name: relativePath, listing, files: count, bytes: count, archive, optional }, strict);

const catalogSchema = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$" }),
      title: text,
      licence: text,
      citation: text,
      note: Type.Optional(text),
      pictures: Type.Optional(url),
      files: Type.Array(file),
      folders: Type.Array(folder),
    },
    strict,
  ),
);

/**
 * The catalog in a file, checked; by default the project's own `datasets/catalog.json`.
 *
 * @throws Problem `catalog-unreadable` or `catalog-invalid`, which names the first wrong place
 */
export function readCatalog(path: string = join(projectRoot, "datasets", "catalog.json")): readonly CatalogEntry[] {
  const hint = `Put back the file as it came with the project (git checkout ${path}), or mend the place that is named.`;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Problem("catalog-unreadable", `The catalog of data sets ${path} can't be read: ${messageOf(error)}`, { hint, cause: error });
  }
  if (Value.Check(catalogSchema, content)) return content;
  const wrong = Value.Errors(catalogSchema, content)[0];
  const place = wrong?.instancePath || "its top level";
  throw new Problem("catalog-invalid", `The catalog of data sets ${path} is wrong at ${place}: it ${wrong?.message}`, { hint });
}
