import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import { byLikeness, Problem } from "../../base/index.ts";

const kinds = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".json": "json",
  ".jsonl": "json lines",
  ".ndjson": "json lines",
  ".parquet": "parquet",
} as const;

/** Bytes from the start of a file in which its first line is looked for. */
const sniffed = 65_536;

/** A file with a table in it, as far as its name and its first line tell. */
export interface TableFile {
  readonly path: string;
  readonly kind: (typeof kinds)[keyof typeof kinds];
  /** What stands between the values of a CSV: spreadsheets of some countries write semicolons. */
  readonly separator: string;
  /** As many rows as a file of this size and this many columns can have. */
  readonly mostRows: number;
}

/** Looks at a file before it is read. @throws Problem `table-missing`, `table-empty` or `table-unreadable` (no kind of table that is read) */
export async function tableFile(path: string): Promise<TableFile> {
  const about = await stat(path).catch(() => undefined);
  if (!about) throw await problem(`There is no file ${path}.`, path, dirname(path));
  if (!about.isFile()) throw await problem(`${path} is a folder, not a file.`, path, path);
  const kind = kindOf(path);
  if (!kind) {
    throw new Problem("table-unreadable", `Expected a table in a file that ends in ${Object.keys(kinds).join(", ")} but got ${path}.`, {
      hint: "Is it packed (.zip, .gz)? Unpack it first. A sheet of Excel? Save it as CSV.",
    });
  }
  const start = await startOf(path);
  if (start.trim() === "") {
    throw new Problem("table-empty", `${path} is empty: there is no table in it.`, {
      hint: "Was its download broken off? Delete the file and bring it again.",
    });
  }
  const line = start.slice(0, start.search(/\r?\n|$/));
  const columns = (separator: string): number => line.split(separator).length;
  const [separator = ","] = [",", ";", "\t"].sort((one, other) => columns(other) - columns(one));
  // Each value is followed by a separator or the end of its line.
  const mostRows = Math.ceil(about.size / columns(separator));
  return { path, kind: kind === "json" && !start.trimStart().startsWith("[") ? "json lines" : kind, separator, mostRows };
}

const kindOf = (path: string): TableFile["kind"] | undefined => new Map(Object.entries(kinds)).get(extname(path).toLowerCase());

async function startOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(sniffed), 0, sniffed, 0);
    return buffer.toString("utf8", 0, bytesRead).replace(/^\uFEFF/, ""); // without the mark that Excel sets in front
  } finally {
    await file.close();
  }
}

/** What is wrong with a path, and which tables a folder holds in its place. */
async function problem(message: string, path: string, folder: string): Promise<Problem> {
  const names = await readdir(folder).catch(() => undefined);
  const tables = byLikeness(basename(path), names?.filter((name) => kindOf(name)) ?? []).slice(0, 5);
  const hint = !names
    ? `There is no folder ${resolve(folder)} either.`
    : tables.length > 0
      ? `In ${resolve(folder)} are ${tables.join(", ")}.`
      : `In ${resolve(folder)} is no table at all.`;
  return new Problem("table-missing", message, { hint });
}
