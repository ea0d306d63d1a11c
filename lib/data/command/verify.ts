import { Problem, plural } from "../../base/index.ts";
import { type CatalogEntry, holdingsOf, readCatalog, verifyHolding, type WrongFile } from "../catalog/index.ts";
import { type CommandOptions, entriesNamed, print, say } from "./words.ts";

/** What was found of one data set. */
interface Report {
  readonly id: string;
  /** Files whose checksum is known and was compared. */
  readonly files: number;
  readonly wrong: readonly WrongFile[];
}

/**
 * The work behind `npx descent data verify [ID…] [--json]`: reads all files that are here (of all data sets unless told) and compares
 * their checksums. The wrong ones are printed on stdout.
 *
 * @returns the exit code: 1 where a file is wrong, or a data set that was named is not here
 * @throws Problem `usage-unknown-dataset`; `stopped`
 */
export async function verifyCommand(ids: readonly string[] = [], options: CommandOptions = {}): Promise<number> {
  const { json = false, catalog = readCatalog(), signal } = options;
  const reports: Report[] = [];
  let absent = 0;
  for (const entry of ids.length > 0 ? entriesNamed(catalog, ids) : catalog) {
    const report = await verifyEntry(entry, signal);
    if (report) {
      reports.push(report);
      if (!json) for (const { path, reason } of report.wrong) print(`${path} ${reason}`);
      say(`${entry.id}: ${wordsOn(report)}`);
    } else if (ids.length > 0) {
      absent++;
      say(`${entry.id} is not here: npx descent data get ${entry.id} brings it`);
    }
  }
  if (json) print(JSON.stringify(reports));
  return absent > 0 || reports.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
}

/** Reads what is here of a data set; undefined where nothing is. */
async function verifyEntry(entry: CatalogEntry, signal: AbortSignal | undefined): Promise<Report | undefined> {
  const here = (await holdingsOf(entry)).filter(({ found }) => found.length > 0);
  if (here.length === 0) return undefined;
  const wrong: WrongFile[] = [];
  let files = 0;
  try {
    for (const holding of here) wrong.push(...(await verifyHolding(entry, holding, { signal, onFile: () => files++ })));
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new Problem("stopped", `Stopped while ${entry.id} was read`, { hint: "Run it again: it starts over.", cause: error });
  }
  return { id: entry.id, files, wrong };
}

function wordsOn({ id, files, wrong }: Report): string {
  if (files === 0) return "nobody published checksums, and none were recorded: nothing to compare with";
  if (wrong.length === 0) return `${plural(files, "file")}, all good`;
  return `${plural(wrong.length, "wrong file")} among ${files}; npx descent data get ${id} brings good ones into the cache`;
}
