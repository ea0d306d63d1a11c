import { Problem } from "../../base/index.ts";
import { fetchHolding, holdingsOf, readCatalog } from "../catalog/index.ts";
import { type CommandOptions, entriesNamed, print, say } from "./words.ts";

export interface GetOptions extends CommandOptions {
  /** Bring the parts too that are fetched only when asked for. */
  readonly all?: boolean;
}

/**
 * The work behind `npx descent data get ID… [--all] [--json]`: brings data sets, and prints the path of each file and folder on stdout. What
 * can't be had is named, and the rest is brought all the same.
 *
 * @returns the exit code: 1 where something could not be had
 * @throws Problem `usage-unknown-dataset` before anything is brought; `stopped`
 */
export async function getCommand(ids: readonly string[], options: GetOptions = {}): Promise<number> {
  const { json = false, all = false, catalog = readCatalog(), signal } = options;
  let failed = 0;
  for (const entry of entriesNamed(catalog, ids)) {
    const holdings = await holdingsOf(entry);
    say(`${entry.title}: ${entry.licence}. ${entry.citation}`, ...(entry.note ? [`  ${entry.note}`] : []));
    for (const holding of holdings.filter(({ optional }) => all || !optional)) {
      const part = { id: entry.id, name: holding.name };
      try {
        const path = await fetchHolding(entry, holding, { catalog, signal });
        print(json ? JSON.stringify({ event: "here", ...part, path }) : path);
      } catch (error) {
        if (!(error instanceof Problem) || error.code === "stopped") throw error;
        failed++;
        if (json) print(JSON.stringify({ event: "problem", ...part, ...error.toJSON() }));
        say(`${entry.id}/${holding.name} could not be had: ${error.message}`, `  ${error.hint}`);
      }
    }
    const left = all ? [] : holdings.filter(({ optional, place }) => optional && !place);
    if (left.length > 0) say(`  Left out, unless --all is given: ${left.map(({ name }) => name).join(", ")}`);
  }
  return failed > 0 ? 1 : 0;
}
