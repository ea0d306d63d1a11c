import { Problem } from "../../base/index.ts";
import type { pl } from "../table/index.ts";
import { expectColumns } from "../table/index.ts";

/** Columns of Snapshot Serengeti's tables (LILA, version 2.1) that the cleaning reads. */
export const cameraTrapColumns = {
  /** One shot of a camera: up to three pictures in a row. */
  capture: "capture_id",
  species: "question__species",
  /** How many animals, by the median of the observers: `1` … `10`, `11-50`, `51+`. */
  count: "question__count_median",
  /** The part of the observers who saw this species, 0 … 1. */
  agreement: "p_users_identified_this_species",
  /** The picture's file, relative to the folder of all pictures. */
  path: "image_path_rel",
} as const;

export type CameraTrapColumn = keyof typeof cameraTrapColumns;

/** The same columns in the table of 2015 (Swanson et al., "Snapshot Serengeti", Scientific Data), which has no agreement. */
const olderNames: Readonly<Record<string, string>> = {
  CaptureEventID: cameraTrapColumns.capture,
  Species: cameraTrapColumns.species,
  "Number Of Animals": cameraTrapColumns.count,
};

/** The table with the columns of 2015 under their later names; any other table as it is. */
export function withLaterNames(table: pl.DataFrame): pl.DataFrame {
  const older = table.columns.filter((name) => olderNames[name] !== undefined && !table.columns.includes(olderNames[name]));
  return older.length === 0 ? table : table.rename(Object.fromEntries(older.map((name) => [name, olderNames[name] ?? name])));
}

/**
 * Checks that a table has what a step of the cleaning reads.
 *
 * @throws Problem `column-missing`, naming the column and the mend
 */
export function expectCameraTrapColumns(table: pl.DataFrame, columns: readonly CameraTrapColumn[], of: string): void {
  if (columns.includes("agreement") && !table.columns.includes(cameraTrapColumns.agreement)) {
    throw new Problem("column-missing", `Expected ${of} to tell how many observers agreed, in the column ${cameraTrapColumns.agreement}.`, {
      hint: "Tables of 2015 don't have it: leave this step out, or take the annotations of version 2.1 (SnapshotSerengeti_S1-11_v2_1.csv).",
    });
  }
  expectColumns(
    columns.map((name) => cameraTrapColumns[name]),
    { columns: table.columns, of },
  );
}
