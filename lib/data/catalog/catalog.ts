import { readFileSync } from "node:fs";
import { join } from "node:path";
import Type from "typebox";
import { Value } from "typebox/value";
import { messageOf, Problem, projectRoot } from "../../base/index.ts";

const pinned = {
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
};
// Names become paths: letters, digits, "-", "_" and "." only, one folder separator at a time, never "..".
const fileName = "^(?!.*\\.\\.)[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*$";

const catalogSchema = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]*$" }),
      title: Type.String({ minLength: 1 }),
      licence: Type.String({ minLength: 1 }),
      citation: Type.String({ minLength: 1 }),
      sources: Type.Array(Type.Object({ url: Type.String({ pattern: "^https?://" }), ...pinned }, { additionalProperties: false }), {
        minItems: 1,
      }),
      files: Type.Array(Type.Object({ name: Type.String({ pattern: fileName }), ...pinned }, { additionalProperties: false }), {
        minItems: 1,
      }),
    },
    { additionalProperties: false },
  ),
);

/** What is downloaded: an address, and what must come from it. */
export interface CatalogSource {
  readonly url: string;
  readonly bytes: number;
  /** SHA-256 in lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file that the project reads, as it lies in a mirror or in the cache. */
export interface CatalogFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One data set of the catalog: where it comes from, under which licence, and what its files must be. */
export interface CatalogEntry {
  readonly id: string;
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  readonly sources: readonly CatalogSource[];
  readonly files: readonly CatalogFile[];
}

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

/** The file of a data set, with its entry and the source it is downloaded from. @throws Problem `unknown-dataset`, `unknown-file` */
export function findFile(
  catalog: readonly CatalogEntry[],
  dataset: string,
  name: string,
): { readonly entry: CatalogEntry; readonly file: CatalogFile; readonly source: CatalogSource | undefined } {
  const entry = catalog.find(({ id }) => id === dataset);
  if (!entry) {
    const known = catalog.map(({ id }) => id).join(", ");
    throw new Problem("unknown-dataset", `Expected one of the data sets ${known} but got ${JSON.stringify(dataset)}`, {
      hint: "The names are the ids in datasets/catalog.json.",
    });
  }
  const file = entry.files.find((candidate) => candidate.name === name);
  if (!file) {
    const known = entry.files.map((candidate) => candidate.name).join(", ");
    throw new Problem("unknown-file", `Expected one of the files of ${dataset} (${known}) but got ${JSON.stringify(name)}`, {
      hint: `The files of ${dataset} are listed in datasets/catalog.json.`,
    });
  }
  // A file that is downloaded as it is has the checksum of its source.
  return { entry, file, source: entry.sources.find(({ sha256 }) => sha256 === file.sha256) };
}
