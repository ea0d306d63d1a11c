import { describe } from "../base/expect.ts";

/** A table of numbers, row by row: an image, a filter, a result. */
export type Rows = readonly (readonly number[])[];

/** How many rows and columns a table has. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

export const sizeOf = (table: Rows): Size => ({ rows: table.length, columns: table[0]?.length ?? 0 });

/** As one says it: 4 × 7. */
export const sizeInWords = ({ rows, columns }: Size): string => `${rows} × ${columns}`;

/** A number as it is written into a table: whole, or with two digits after the point, and with a true minus sign. */
export const inTable = (value: number): string => String(Number(value.toFixed(2))).replace("-", "−");

/** @throws RangeError unless it is a table of finite numbers whose rows are of one length */
export function expectRows(name: string, table: Rows): void {
  const { rows, columns } = sizeOf(table);
  if (rows === 0 || columns === 0) throw new RangeError(`Expected ${name} to have at least one row and one column but it is empty`);
  for (const [index, row] of table.entries()) {
    if (row.length !== columns)
      throw new RangeError(`Expected all rows of ${name} to be as long as the first, ${columns}, but row ${index} has ${row.length}`);
    const wrong = row.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new RangeError(`Expected finite numbers in ${name} but got ${describe(row[wrong])} in row ${index}, column ${wrong}`);
  }
}

/** The table with so many rows and columns of zeros on each side. */
export function padded(table: Rows, padding: number): Rows {
  const { rows, columns } = sizeOf(table);
  return Array.from({ length: rows + 2 * padding }, (_, row) =>
    Array.from({ length: columns + 2 * padding }, (_, column) => table[row - padding]?.[column - padding] ?? 0),
  );
}
