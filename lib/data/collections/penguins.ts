import { fetchFile } from "../catalog/index.ts";
import { readTable } from "../table/index.ts";

/** A penguin of the Palmer archipelago; what was not measured is null. */
export interface Penguin {
  readonly species: "Adelie" | "Chinstrap" | "Gentoo";
  readonly island: "Biscoe" | "Dream" | "Torgersen";
  /** Millimetres. */
  readonly billLength: number | null;
  readonly billDepth: number | null;
  readonly flipperLength: number | null;
  /** Grams. */
  readonly bodyMass: number | null;
  readonly sex: "female" | "male" | null;
  readonly year: number;
}

/**
 * 344 penguins of three species, measured on three islands in 2007 to 2009: a table small enough to see through.
 *
 * Horst, Hill and Gorman, palmerpenguins (2020); CC0.
 *
 * @returns the rows, and the path of the CSV for `readTable`
 * @throws Problem when they can't be had
 */
export async function penguins(): Promise<{ readonly path: string; readonly rows: readonly Penguin[] }> {
  const path = await fetchFile("penguins", "penguins.csv");
  const table = await readTable(path);
  return { path, rows: (table.toRecords() as Readonly<Record<string, unknown>>[]).map(toPenguin) };
}

function toPenguin(row: Readonly<Record<string, unknown>>): Penguin {
  const number = (name: string): number | null => (isMissing(row[name]) ? null : Number(row[name]));
  return {
    species: row["species"] as Penguin["species"],
    island: row["island"] as Penguin["island"],
    billLength: number("bill_length_mm"),
    billDepth: number("bill_depth_mm"),
    flipperLength: number("flipper_length_mm"),
    bodyMass: number("body_mass_g"),
    sex: isMissing(row["sex"]) ? null : (row["sex"] as Penguin["sex"]),
    year: Number(row["year"]),
  };
}

/** R writes NA for what is missing. */
const isMissing = (value: unknown): boolean => value === "NA" || value === null;
