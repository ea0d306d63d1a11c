import { plural } from "../../base/index.ts";
import { Table } from "../../plot/index.ts";
import { holdingsOf, readCatalog } from "../catalog/index.ts";
import { bytesOf, type CommandOptions, print, say, sizeWords, whereabouts } from "./words.ts";

/** The work behind `npx descent data list [--json]`: the data sets, on stdout. @returns the exit code, 0 */
export async function listCommand({ json = false, catalog = readCatalog() }: CommandOptions = {}): Promise<number> {
  const known = await Promise.all(catalog.map(async (entry) => ({ entry, holdings: await holdingsOf(entry) })));
  if (json) {
    const rows = known.map(({ entry: { id, title, licence, citation, note }, holdings }) => ({
      id,
      title,
      licence,
      citation,
      note,
      ...bytesOf(holdings),
      here: whereabouts(holdings),
      parts: holdings.map(({ name, kind, optional, bytes, place }) => ({ name, kind, optional, bytes, in: place?.in, path: place?.path })),
    }));
    print(JSON.stringify(rows));
    return 0;
  }
  const rows = known.map(({ entry, holdings }) => [
    entry.id,
    entry.title,
    sizeWords(bytesOf(holdings)),
    entry.licence,
    whereabouts(holdings),
  ]);
  print(new Table(["id", "title", "size", "licence", "here"], rows).toString());
  say("", `${plural(catalog.length, "data set")}; npx descent data get ID brings one. savanna is drawn, not downloaded.`);
  return 0;
}
