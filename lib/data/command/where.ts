import { holdingsOf, readCatalog } from "../catalog/index.ts";
import { type CommandOptions, entriesNamed, print, say } from "./words.ts";

/**
 * The work behind `npx descent data where ID [--json]`: the paths of a data set's files and folders that are here, a line each on stdout.
 *
 * @returns the exit code: 1 where nothing of it is here
 * @throws Problem `usage-unknown-dataset`
 */
export async function whereCommand(id: string, { json = false, catalog = readCatalog() }: CommandOptions = {}): Promise<number> {
  const [entry] = entriesNamed(catalog, [id]);
  const holdings = entry ? await holdingsOf(entry) : [];
  const here = holdings.flatMap(({ name, kind, place }) => (place ? [{ name, kind, in: place.in, path: place.path }] : []));
  if (json) print(JSON.stringify(here));
  else for (const { path } of here) print(path);
  const missing = holdings.filter(({ place, optional }) => !place && !optional).map(({ name }) => name);
  if (missing.length > 0) say(`Not here: ${missing.join(", ")}. npx descent data get ${id} brings ${missing.length > 1 ? "them" : "it"}.`);
  return here.length > 0 ? 0 : 1;
}
