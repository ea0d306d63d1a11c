import { realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { byLikeness, describe, Problem, plural } from "../../base/index.ts";
import { inParallel } from "../in-parallel.ts";
import { existingFolder, isInside, type LeftOut } from "./find-pictures.ts";

/** A polars data frame, or plain records. */
export type TableLike =
  | readonly Readonly<Record<string, unknown>>[]
  | { readonly columns: readonly string[]; readonly height: number; getColumn(name: string): { toArray(): unknown } };

/** Which columns of a table say what. */
export interface PictureTable {
  /** One row a picture. */
  readonly table: TableLike;
  /** The column of the files' paths in the folder; `path` unless told. */
  readonly path?: string;
  /** The column of the classes' names; `label` unless told. */
  readonly label?: string;
  /** The column of what a picture belongs to, such as its capture. */
  readonly group?: string;
}

/** What a table says of pictures, row by row. */
export interface ListedPictures {
  readonly paths: readonly string[];
  readonly labels: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly leftOut: readonly LeftOut[];
}

/**
 * The pictures that a table lists. Files that are not there, or that lie outside of the folder by a link, are left out and reported.
 *
 * @throws Problem when a column is missing, a cell is empty, a path leads out of the folder, or comes twice
 */
export async function listedPictures(folder: string, options: PictureTable, labelled: boolean): Promise<ListedPictures> {
  const root = await existingFolder(folder);
  const { table, path = "path", label = "label", group } = options;
  const paths = column(table, path, "path").map((cell, row) => inFolder(String(cell), { folder, row, column: path }));
  const seen = new Set<string>();
  const twice = paths.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) {
    throw new Problem(
      "picture-twice",
      `Expected each picture in one row but got ${describe(twice)} more than once in column ${describe(path)}`,
      {
        hint: "Several animals in one picture? Keep the pictures with one row: a count by path, then a filter. Plain repetitions: frame.unique({ subset: [path] }).",
      },
    );
  }
  const labels = labelled ? column(table, label, "label").map(String) : undefined;
  const groups = group === undefined ? undefined : column(table, group, "group").map(String);

  const reasons: (string | undefined)[] = new Array(paths.length).fill(undefined);
  await inParallel(paths.length, async (row) => {
    const real = await realpath(join(folder, paths[row] as string)).catch(() => undefined);
    if (real === undefined) reasons[row] = "no such file";
    else if (!isInside(real, root)) reasons[row] = "a link out of the folder";
  });
  const there = <T>(cells: readonly T[]): T[] => cells.filter((_, row) => reasons[row] === undefined);
  return {
    paths: there(paths),
    labels: labels && there(labels),
    groups: groups && there(groups),
    leftOut: paths.flatMap((name, row) => (reasons[row] === undefined ? [] : [{ path: name, reason: reasons[row] }])),
  };
}

/** The cells of a column. @throws Problem when there is no such column, or one of its cells is empty */
function column(table: TableLike, name: string, option: string): unknown[] {
  const columns = isRecords(table) ? Object.keys(table[0] ?? {}) : table.columns;
  if ((isRecords(table) ? table.length : table.height) === 0) {
    throw new Problem("table-empty", "Expected a table with one row a picture but got an empty one", { hint: "Is a filter too strict?" });
  }
  if (!columns.includes(name)) {
    throw new Problem(
      "no-column",
      `Expected a column ${describe(name)} for the ${option} but the table has ${columns.map(describe).join(", ")}`,
      {
        hint: `Say which column it is: imageFolder(folder, { table, ${option}: ${describe(byLikeness(name, columns)[0])} }).`,
      },
    );
  }
  const cells = isRecords(table) ? table.map((record) => record[name]) : Array.from(table.getColumn(name).toArray() as ArrayLike<unknown>);
  const empty = cells.findIndex((cell) => cell === null || cell === undefined || cell === "");
  if (empty >= 0) {
    throw new Problem(
      "cell-empty",
      `Expected a ${option} in each row of column ${describe(name)} but row ${empty} has ${describe(cells[empty])}`,
      {
        hint: `Leave such rows out first: frame.filter(pl.col(${describe(name)}).isNotNull()).`,
      },
    );
  }
  return cells;
}

/** A data frame of polars answers to any name, so that the list is what is looked for. */
const isRecords = (table: TableLike): table is readonly Readonly<Record<string, unknown>>[] => Array.isArray(table);

/** A path of the table as a path in the folder, "/" between its parts. */
function inFolder(
  path: string,
  { folder, row, column }: { readonly folder: string; readonly row: number; readonly column: string },
): string {
  const inside = relative(resolve(folder), resolve(folder, path));
  if (inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return inside.split(sep).join("/");
  throw new Problem(
    "path-outside",
    `Expected paths inside of ${folder} but column ${describe(column)} has ${describe(path)} in row ${row}`,
    {
      hint: `Paths are taken from the folder: the first of ${plural(row + 1, "row")} that leaves it is named here.`,
    },
  );
}
