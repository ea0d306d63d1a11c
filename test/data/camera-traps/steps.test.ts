import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agreedOn, animalsOnly, limitClasses, oneAnimal, oneSpecies, withPictures } from "../../../lib/data/camera-traps/index.ts";
import { pl } from "../../../lib/data/table/index.ts";
import { type Annotation, annotationTable } from "./captures.ts";

const row = (capture: string, species: string, count = "1", agreement: number | null = 1): Annotation => ({
  capture,
  species,
  count,
  agreement,
});
const captures = (table: pl.DataFrame): unknown[] => table.getColumn("capture_id").toArray();

test("neither blanks nor humans are animals, by whichever name a table calls them", () => {
  const table = annotationTable([row("a", "zebra"), row("b", "blank"), row("c", "human"), row("d", "empty"), row("e", "lion")]);
  expect(captures(animalsOnly(table))).toEqual(["a", "e"]);
});

test("a capture with two species is left out whole", () => {
  expect(captures(oneSpecies(annotationTable([row("a", "zebra"), row("a", "lion"), row("b", "zebra")])))).toEqual(["b"]);
});

test("one animal is a count of 1, as text or as number", () => {
  const table = annotationTable(["1", "10", "11-50", "51+", "", "2"].map((count) => row(`count ${count}`, "zebra", count)));
  expect(captures(oneAnimal(table))).toEqual(["count 1"]);
  for (const numbers of [pl.Int64, pl.Float64]) {
    const numeric = pl
      .DataFrame({ capture_id: ["a", "b"], question__count_median: [1, 2] })
      .withColumn(pl.col("question__count_median").cast(numbers));
    expect(captures(oneAnimal(numeric))).toEqual(["a"]);
  }
});

test("agreement is more than the limit, and known", () => {
  const table = annotationTable([0.9, 0.91, null, 1, 0.2].map((agreement) => row(String(agreement), "zebra", "1", agreement)));
  expect(captures(agreedOn(table))).toEqual(["0.91", "1"]);
  expect(captures(agreedOn(table, 0.1))).toEqual(["0.9", "0.91", "1", "0.2"]);
  expect(() => agreedOn(table, 90)).toThrow("Expected moreThan to be a number between 0 and 1 but got 90");
});

test("each picture of a capture has a row, in the order of the paths; a capture without pictures has none", () => {
  const files = pl.DataFrame({ capture_id: ["b", "a", "a", "x"], image_path_rel: ["3.jpg", "2.jpg", "1.jpg", "4.jpg"] });
  const joined = withPictures(annotationTable([row("b", "zebra"), row("a", "lion"), row("c", "lion")]), files);
  expect(joined.select("image_path_rel", "question__species").rows()).toEqual([
    ["1.jpg", "lion"],
    ["2.jpg", "lion"],
    ["3.jpg", "zebra"],
  ]);
});

describe("limits of classes", () => {
  const tables = fc.array(fc.constantFrom("zebra", "lion", "impala"), { minLength: 1, maxLength: 60 });
  const tableOf = (species: readonly string[]): pl.DataFrame =>
    pl.DataFrame({ question__species: species, row: species.map((_, index) => index) });
  const counts = (species: readonly string[]): Record<string, number> => {
    const result: Record<string, number> = {};
    for (const name of species) result[name] = (result[name] ?? 0) + 1;
    return result;
  };

  test("each class has min(its rows, atMost) rows if it has atLeast, else none; rows keep their order; the seed decides", () =>
    fc.assert(
      fc.property(tables, fc.nat(12), fc.nat(12), fc.nat(100), (species, atLeast, atMost, seed) => {
        const chosen = limitClasses(tableOf(species), { atLeast, atMost, seed });
        const wanted = Object.entries(counts(species))
          .map(([name, count]) => [name, count >= atLeast ? Math.min(count, atMost) : 0] as const)
          .filter(([, count]) => count > 0);
        expect(counts(chosen.getColumn("question__species").toArray().map(String))).toEqual(Object.fromEntries(wanted));
        const rows = chosen.getColumn("row").toArray().map(Number);
        expect(rows).toEqual(rows.toSorted((one, other) => one - other));
        expect(limitClasses(tableOf(species), { atLeast, atMost, seed }).rows()).toEqual(chosen.rows());
      }),
    ));

  test("rows are chosen from the whole class, other ones by another seed", () => {
    const table = tableOf(Array.from({ length: 1000 }, () => "zebra"));
    const of = (seed: number): number[] => limitClasses(table, { atMost: 100, seed }).getColumn("row").toArray().map(Number);
    expect(of(1)).not.toEqual(of(2));
    const mean = of(1).reduce((sum, index) => sum + index, 0) / 100;
    expect(Math.abs(mean - 499.5)).toBeLessThan(150); // five standard deviations of the mean of 100 places
  });

  test("a limit that is none, and a column that is not there, are refused", () => {
    expect(() => limitClasses(tableOf(["zebra"]), { atMost: -1 })).toThrow("Expected atMost to be a number from 0 up but got -1");
    expect(() => limitClasses(tableOf(["zebra"]), { atLeast: Number.NaN })).toThrow("Expected atLeast");
    expect(() => limitClasses(tableOf(["zebra"]), { by: "species" })).toThrow("to have the column species");
  });
});

test("a step names the column that its table lacks, and the mend", () => {
  const table = pl.DataFrame({ Species: ["zebra"] });
  expect(() => animalsOnly(table)).toThrow("Expected the table of captures to have the column question__species");
  expect(() => agreedOn(table)).toThrow("to tell how many observers agreed, in the column p_users_identified_this_species");
  expect(() => withPictures(annotationTable([]), table)).toThrow(
    "Expected the table of pictures to have the columns capture_id, image_path_rel",
  );
});
