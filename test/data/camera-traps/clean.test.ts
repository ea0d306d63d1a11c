import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { agreedOn, animalsOnly, CleaningReport, cleanCameraTraps, oneAnimal, readCaptures } from "../../../lib/data/camera-traps/index.ts";
import { pl } from "../../../lib/data/table/index.ts";
import { bundleOf } from "../../../lib/plot/mime.ts";
import { testWith } from "../../support/parts.ts";
import { type Annotation, annotationTable, drawAnnotations, pictureTable } from "./captures.ts";

/** The rows that the first steps keep, by plain loops. */
function byHand(rows: readonly Annotation[]): Annotation[] {
  const animals = rows.filter(({ species }) => species !== "blank" && species !== "human");
  return animals.filter(
    ({ capture, count, agreement }) =>
      animals.filter((other) => other.capture === capture).length === 1 && count === "1" && agreement !== null && agreement > 0.9,
  );
}

test("the cleaning keeps the pictures that one would choose by hand", () =>
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 80 }), (seed, size) => {
      const rows = drawAnnotations(seed, size);
      const files = pictureTable(seed, rows);
      const { pictures, report } = cleanCameraTraps(annotationTable(rows), files, { atLeast: 3, atMost: 5 });
      const kept = new Map(byHand(rows).map(({ capture, species }) => [capture, species]));
      const possible = files.rows().filter(([capture]) => kept.has(String(capture)));
      const perClass = (species: string): number => possible.filter(([capture]) => kept.get(String(capture)) === species).length;
      const wanted = ["zebra", "lion", "impala"].map(perClass).map((count) => (count < 3 ? 0 : Math.min(5, count)));
      const paths = pictures.getColumn("image_path_rel").toArray().map(String);
      expect(paths).toHaveLength(wanted.reduce((sum, count) => sum + count, 0));
      for (const path of paths) expect(possible.map(([, candidate]) => candidate)).toContain(path);
      expect(paths).toEqual(paths.toSorted());
      expect(report.steps.map(({ rows }) => rows).slice(0, 6)).toEqual([
        rows.length,
        rows.filter(({ species }) => species !== "blank" && species !== "human").length,
        expect.any(Number),
        expect.any(Number),
        kept.size,
        possible.length,
      ]);
    }),
    { numRuns: 50 },
  ));

test("the same seed chooses the same pictures, another one others", () => {
  const rows = drawAnnotations(1, 2000);
  const pathsOf = (seed: number): unknown[] =>
    cleanCameraTraps(annotationTable(rows), pictureTable(1, rows), { atLeast: 5, atMost: 10, seed })
      .pictures.getColumn("image_path_rel")
      .toArray();
  expect(pathsOf(3)).toEqual(pathsOf(3));
  expect(pathsOf(3)).not.toEqual(pathsOf(4));
});

test("the report shows each step with what it leaves, as a table with bars, in words, and as a figure", () => {
  const report = new CleaningReport([
    { step: "all <annotations>", rows: 2_688_077, species: 61 },
    { step: "no human, no blank", rows: 672_516, species: 59 },
  ]);
  const bundle = bundleOf(report) as Record<string, string>;
  expect(bundle["text/plain"]).toMatch(/all <annotations>\s+2,688,077\s+61\n.*no human, no blank\s+672,516\s+59/);
  expect(bundle["text/html"]).toContain("all &#60;annotations&#62;");
  expect(bundle["text/html"]).toContain('<progress value="672516" max="2688077"');
  expect(report.figure().toString()).toContain("672,516");
});

testWith("datasets")("the table of 2015 is read by its own names, and says that it doesn't know the agreement", async () => {
  const path = join(process.env["DESCENT_DATASETS"] ?? "", "snapshot-serengeti", "serengeti_data_200_lines.csv");
  const captures = await readCaptures(path);
  expect(captures.columns).toEqual(expect.arrayContaining(["capture_id", "question__species", "question__count_median", "Habitat"]));
  const single = oneAnimal(animalsOnly(captures));
  expect(single.shape.height).toBeGreaterThan(0);
  expect(single.shape.height).toBeLessThan(200);
  expect(() => agreedOn(single)).toThrow(
    expect.objectContaining({ code: "column-missing", hint: expect.stringContaining("Tables of 2015 don't have it") }),
  );
});

test("a table without rows is cleaned to one without rows", () => {
  const empty = annotationTable([]);
  const { pictures, report } = cleanCameraTraps(empty, pl.DataFrame({ capture_id: ["a"], image_path_rel: ["a.jpg"] }));
  expect(pictures.shape.height).toBe(0);
  expect(report.steps.map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});
