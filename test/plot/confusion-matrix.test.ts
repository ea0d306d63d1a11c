import fc from "fast-check";
import { expect, test } from "vitest";
import { confusionMatrix, type Figure } from "../../lib/plot/index.ts";
import { figureSvg } from "../../lib/plot/static/draw.ts";
import { svgToPng } from "../../lib/plot/static/svg-to-png.ts";
import { pixelsOf } from "./pixels.ts";

const counts = [
  [9, 1],
  [3, 7],
];
const classes = ["cat", "dog"];
const svgOf = (shown: Figure): string => figureSvg({ data: shown.data, layout: shown.layout, words: shown.toString() });
const textOf = (shown: Figure) => shown.data[0]?.["text"];

test("cells tell counts, or per cent of the actual class, of the predicted one or of all", () => {
  expect(textOf(confusionMatrix(counts, { classes }))).toEqual([
    ["9", "1"],
    ["3", "7"],
  ]);
  const shares = (normalise: "actual" | "predicted" | "all") => textOf(confusionMatrix(counts, { classes, normalise }));
  expect(shares("actual")).toEqual([
    ["90", "10"],
    ["30", "70"],
  ]);
  expect(shares("predicted")).toEqual([
    ["75", "13"],
    ["25", "88"],
  ]);
  expect(shares("all")).toEqual([
    ["45", "5"],
    ["15", "35"],
  ]);
});

test("what never happened stays empty, and a class without pictures does no harm", () => {
  const shown = confusionMatrix(
    [
      [300, 1],
      [0, 0],
    ],
    { classes, normalise: "actual" },
  );
  expect(textOf(shown)).toEqual([
    ["100", "<1"],
    ["", ""],
  ]);
});

test("what is right is blue and what was confused orange, the darker the larger its share of the row", () => {
  const z = confusionMatrix(counts, { classes }).data[0]?.["z"];
  expect(z).toEqual([
    [0.9, -0.1],
    [-0.3, 0.7],
  ]);
});

test("has the actual classes from the top and the predicted ones from the left, with their names", async () => {
  const shown = confusionMatrix(
    [
      [10, 0],
      [10, 0],
    ],
    { classes },
  );
  const svg = svgOf(shown);
  for (const word of ["cat", "dog", "actual", "predicted", "Which class was taken for which"]) expect(svg).toContain(`>${word}<`);
  const { data, width } = await pixelsOf(await svgToPng(svg, 1));
  const places = { blue: [] as number[][], orange: [] as number[][] };
  for (let pixel = 0; pixel < data.length / 3; pixel++) {
    const [red = 0, , blue = 0] = data.subarray(3 * pixel, 3 * pixel + 3);
    if (Math.abs(red - blue) > 100) places[blue > red ? "blue" : "orange"].push([pixel % width, Math.floor(pixel / width)]);
  }
  const mean = (axis: 0 | 1, of: number[][]) => of.reduce((sum, place) => sum + (place[axis] ?? 0), 0) / of.length;
  expect(Math.abs(mean(0, places.blue) - mean(0, places.orange))).toBeLessThan(8); // both in the first column
  expect(mean(1, places.blue)).toBeLessThan(mean(1, places.orange) - 30); // right above confused
});

test("stays readable with few and many classes and long names: names differ, and no number is wider than its cell", () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100_000 }), (count, most) => {
      const names = Array.from({ length: count }, (_, index) => `a species with quite a long name, and only here its number: ${index}`);
      const many = names.map((_, row) => names.map((_, column) => (row === column ? most : 0)));
      const shown = confusionMatrix(many, { classes: names });
      const [trace] = shown.data;
      expect(new Set(trace?.["x"] as string[]).size).toBe(count);
      const height = Number(shown.layout["height"]);
      expect(height).toBeLessThan(1400);
      const font = (trace?.["textfont"] as { size: number } | undefined)?.size;
      const cell = Math.max(9, Math.min(90, Math.floor(560 / count)));
      if (font !== undefined) expect(0.62 * font * String(most).length).toBeLessThanOrEqual(cell);
    }),
  ));

test("in words it is the table where it is small, with numbers for long names, else the greatest confusions", () => {
  expect(confusionMatrix(counts, { classes }).toString()).toBe(
    "Which class was taken for which (rows: actual, columns: predicted)\n     cat  dog\n───  ───  ───\ncat    9    1\ndog    3    7",
  );
  expect(confusionMatrix(counts, { classes: ["black-headed monkey", "dog"], title: "Monkeys" }).toString()).toContain(
    "                       0  1\n",
  );
  const many = Array.from({ length: 30 }, (_, row) => Array.from({ length: 30 }, (_, column) => (row === 3 && column === 4 ? 5 : 0)));
  const names = many.map((_, index) => `class ${index}`);
  expect(confusionMatrix(many, { classes: names }).toString()).toBe("Which class was taken for which\n  class 3 taken for class 4: 5");
});

test("says what is wrong with counts and normalise", () => {
  expect(() => confusionMatrix([[1, 2]], { classes })).toThrow("Expected 2 × 2 counts, a row and a column for each class, but got 1 row");
  expect(() => confusionMatrix([[1], [2]], { classes })).toThrow("but got an array of 1 in a row");
  expect(() => confusionMatrix(counts, { classes, normalise: "rows" as never })).toThrow(
    'Expected normalise to be one of actual, predicted, all, false but got "rows"',
  );
});
