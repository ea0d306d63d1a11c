import { plural } from "../../base/index.ts";
import { type pl, readTable } from "../table/index.ts";
import { CleaningReport, type CleaningStep } from "./cleaning-report.ts";
import { cameraTrapColumns as column, withLaterNames } from "./columns.ts";
import { agreedOn, animalsOnly, limitClasses, oneAnimal, oneSpecies, withPictures } from "./steps.ts";

/**
 * Reads annotations of camera traps by the names of their columns, those of 2015 under their later names. Several files, such as one a
 * season, become one table.
 *
 * @throws Problem as `readTable` does
 */
export async function readCaptures(paths: string | readonly string[]): Promise<pl.DataFrame> {
  return withLaterNames(await readTable(paths));
}

export interface CleanOptions {
  /** More than this part of the observers agreed; 0.9 unless told. */
  readonly agreement?: number;
  /** Pictures that a species has at least, else it is left out; 500 unless told. */
  readonly atLeast?: number;
  /** Pictures of a species that are kept at most; 1,000 unless told. */
  readonly atMost?: number;
  /** Which ones are kept. */
  readonly seed?: number;
}

/** Pictures to learn from, and how they were chosen. */
export interface CleanedCameraTraps {
  /** A row for each picture, with what is known of its capture. */
  readonly pictures: pl.DataFrame;
  readonly report: CleaningReport;
}

/**
 * From all annotations to pictures that one can learn from: no human, no blank, one species a capture, one animal, observers who agree,
 * and neither too few nor too many pictures of a species.
 *
 * @param captures annotations, a row for each capture and species
 * @param pictures a row for each picture
 * @throws Problem `column-missing` where a table lacks what a step reads
 */
export function cleanCameraTraps(captures: pl.DataFrame, pictures: pl.DataFrame, options: CleanOptions = {}): CleanedCameraTraps {
  const { agreement = 0.9, atLeast = 500, atMost = 1000, seed = 0 } = options;
  const plan: readonly (readonly [step: string, work: (table: pl.DataFrame) => pl.DataFrame])[] = [
    ["all annotations", (table) => table],
    ["no human, no blank", animalsOnly],
    ["one species in a capture", oneSpecies],
    ["one animal", oneAnimal],
    [`more than ${Math.round(agreement * 100)} % agree`, (table) => agreedOn(table, agreement)],
    ["their pictures", (table) => withPictures(table, pictures)],
    [`at least ${plural(atLeast, "picture")} of a species`, (table) => limitClasses(table, { atLeast })],
    [`at most ${plural(atMost, "picture")} of a species`, (table) => limitClasses(table, { atMost, seed })],
  ];
  const steps: CleaningStep[] = [];
  let table = captures;
  for (const [step, work] of plan) {
    table = work(table);
    steps.push({ step, rows: table.shape.height, species: table.getColumn(column.species).nUnique() });
  }
  return { pictures: table, report: new CleaningReport(steps) };
}
