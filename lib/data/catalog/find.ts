import { byLikeness, Problem } from "../../base/index.ts";
import type { CatalogEntry, CatalogFile, CatalogFolder } from "./catalog.ts";

/** The data set with an id. @throws Problem `unknown-dataset`, which lists the known ones */
export function findEntry(catalog: readonly CatalogEntry[], dataset: string): CatalogEntry {
  const entry = catalog.find(({ id }) => id === dataset);
  if (entry) return entry;
  const ids = catalog.map(({ id }) => id);
  throw new Problem("unknown-dataset", `Expected one of the data sets ${ids.join(", ")} but got ${JSON.stringify(dataset)}`, {
    hint: `Did you mean ${byLikeness(dataset, ids)[0]}? npx descent data list shows them all.`,
  });
}

/** The file of a data set, with its entry. @throws Problem `unknown-dataset`, `unknown-file` */
export function findFile(
  catalog: readonly CatalogEntry[],
  dataset: string,
  name: string,
): { readonly entry: CatalogEntry; readonly file: CatalogFile } {
  const entry = findEntry(catalog, dataset);
  return { entry, file: named(entry, "files", name) };
}

/** The folder of a data set, with its entry. @throws Problem `unknown-dataset`, `unknown-folder` */
export function findFolder(
  catalog: readonly CatalogEntry[],
  dataset: string,
  name: string,
): { readonly entry: CatalogEntry; readonly folder: CatalogFolder } {
  const entry = findEntry(catalog, dataset);
  return { entry, folder: named(entry, "folders", name) };
}

function named<Kind extends "files" | "folders">(entry: CatalogEntry, kind: Kind, name: string): CatalogEntry[Kind][number] {
  const found = entry[kind].find((candidate) => candidate.name === name);
  if (found) return found;
  const known = entry[kind].map((candidate) => candidate.name).join(", ") || "none";
  throw new Problem(
    `unknown-${kind.slice(0, -1)}`,
    `Expected one of the ${kind} of ${entry.id} (${known}) but got ${JSON.stringify(name)}`,
    {
      hint: `The ${kind} of ${entry.id} are listed in datasets/catalog.json.`,
    },
  );
}
