import { type Rows, sizeInWords, sizeOf } from "../rows.ts";

export type { Rows };

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export const transposed = (rows: Rows): Rows => (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));

/** The size of a table, 4 × 7. */
export const inWords = (rows: Rows | undefined): string => sizeInWords(sizeOf(rows ?? []));
