import { readFileSync } from "node:fs";

/** A set of rolled-up types as it is stored. */
export interface StoredTypes {
  /** The path of the file in which each module is, by the module's id. */
  readonly modules: ReadonlyMap<string, string>;
  /** The language's standard library, as `standardLibrary` gives it. */
  readonly library: ReadonlyMap<string, string>;
}

/** What the files of a set that are no types are called. */
export const lists = { modules: "modules.json", library: "standard-library.json" } as const;

/**
 * Reads a set from its folder.
 *
 * @param place where the folder will be, if it is not there yet
 * @throws Error where there is none, or not all of it
 */
export function readSet(folder: string, place: string = folder): StoredTypes {
  const read = (name: string): [string, string][] => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
  return { modules: new Map(read(lists.modules).map(([id, name]) => [id, `${place}/${name}`])), library: new Map(read(lists.library)) };
}
