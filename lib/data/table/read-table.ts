import { basename } from "node:path";
import { messageOf, Problem } from "../../base/index.ts";
import { expectColumns } from "./expect-columns.ts";
import { pl } from "./polars.ts";
import { type TableFile, tableFile } from "./table-file.ts";

export interface ReadTableOptions {
  /** Only these columns, in this order; all unless told. Columns that are not read cost nothing. */
  readonly columns?: readonly string[];
  /** The name under which an unnamed column of row numbers is kept, such as pandas writes; it is dropped unless told. */
  readonly index?: string;
}

/** Names of a first column that holds row numbers: none as pandas writes it, the other where pandas has read and written it again. */
const unnamed = ["", "Unnamed: 0"] as const;

/** Rows that tell the types of a CSV's columns. All of them only where these tell too little: that takes ten times as long. */
const typedRows = 10_000;

/**
 * Reads a table by the names of its columns: CSV (comma, semicolon or tab), JSON (an array of objects, or one object a line) or Parquet.
 * Several files become one table; a column that some of them lack is empty there.
 *
 * @throws Problem `table-missing`, `table-empty` or `table-unreadable`, each naming the file; `column-missing`, naming the nearest columns
 * @example
 * const captures = await readTable("annotations.csv", { columns: ["capture_id", "question__species"] });
 */
export async function readTable(paths: string | readonly string[], options: ReadTableOptions = {}): Promise<pl.DataFrame> {
  const tables: pl.DataFrame[] = [];
  for (const path of typeof paths === "string" ? [paths] : paths) tables.push(await readFile(await tableFile(path), options));
  const [first, ...rest] = tables;
  if (!first) throw new RangeError("Expected the path of at least one file but got none.");
  const table = rest.length === 0 ? first : pl.concat(tables, { how: "diagonalRelaxed" });
  return table.rechunk(); // hundreds of pieces of memory become one: all that is done with the table later needs a third less time
}

async function readFile(file: TableFile, options: ReadTableOptions): Promise<pl.DataFrame> {
  try {
    return await collect(file, typedRows, options).catch((error: unknown) => {
      if (error instanceof Problem || file.kind !== "csv" || file.mostRows <= typedRows) throw error;
      return collect(file, file.mostRows, options);
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    const [why] = messageOf(error).split("\n");
    throw new Problem("table-unreadable", `${file.path} can't be read as a table: ${why}`, {
      hint: "Look into it with a text editor. A line with too many values? Text that is not UTF-8? Save the file again as CSV, UTF-8.",
      cause: error,
    });
  }
}

async function collect(file: TableFile, rows: number, { columns, index }: ReadTableOptions): Promise<pl.DataFrame> {
  const scanned = scan(file, rows);
  const numbers = unnamed.find((name) => scanned.columns[0] === name);
  const table = numbers === undefined ? scanned : index === undefined ? scanned.drop(numbers) : scanned.rename({ [numbers]: index });
  if (!columns) return table.collect();
  expectColumns(columns, { columns: table.columns, of: basename(file.path) });
  return table.select(...columns).collect();
}

function scan({ path, kind, separator }: TableFile, rows: number): pl.LazyDataFrame {
  switch (kind) {
    case "csv":
      return pl.scanCSV(path, { sep: separator, inferSchemaLength: rows, glob: false });
    case "json":
      return pl.readJSON(path, { format: "json", inferSchemaLength: null }).lazy();
    case "json lines":
      return pl.scanJson(path, { inferSchemaLength: null });
    case "parquet":
      return pl.scanParquet(path, { glob: false });
  }
}
