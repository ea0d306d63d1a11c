import fc from "fast-check";
import { expect, test } from "vitest";
import { poolingWalk } from "../../../lib/course/index.ts";
import { partsOf, resultOf } from "./support.ts";

const image = [
  [1, 5, 0, 2],
  [3, 2, 4, 1],
  [0, 1, 7, 6],
  [2, 2, 3, 8],
];

test("keeps the largest number of each window, or the mean", () => {
  expect(resultOf(poolingWalk({ image, size: 2 }))).toEqual([
    [5, 4],
    [2, 8],
  ]);
  expect(resultOf(poolingWalk({ image, size: 2, kind: "average" }))).toEqual([
    [2.75, 1.75],
    [1.25, 6],
  ]);
});

test("moves by the window's size unless told, and leaves out what does not fill one", () => {
  expect(resultOf(poolingWalk({ image, size: 3 }))).toEqual([[7]]);
  expect(resultOf(poolingWalk({ image, size: 3, stride: 1 }))).toEqual([
    [7, 7],
    [7, 8],
  ]);
});

test("tells at each place what it chose from", () => {
  const words = (kind: "max" | "average") => partsOf(poolingWalk({ image, size: 2, kind })).frames[0]?.layout.title.subtitle.text;
  expect(words("max")).toBe("the largest of 1, 5, 3, 2 is 5");
  expect(words("average")).toBe("the mean of 1, 5, 3, 2 is 2.75");
});

test("never keeps a number that is larger than the largest of the image", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 2 }), fc.integer(), (size, window, seed) => {
      const walk = poolingWalk({ image: size, size: window, seed });
      const pixels = partsOf(walk).data[0]?.z.flat() ?? [];
      expect(Math.max(...resultOf(walk).flat().map(Number))).toBeLessThanOrEqual(Math.max(...pixels.map(Number)));
    }),
    { numRuns: 30 },
  );
});

test.each([
  [{ image, size: 5 }, "Expected a window of at most 4 × 4, the size of the image with its border, but got 5 × 5"],
  [{ image, size: 0 }, "Expected size to be a positive integer but got 0"],
  [{ image: -1, size: 1 }, "Expected image to be a positive integer but got -1"],
  [{ image: [[]], size: 1 }, "Expected image to have at least one row and one column but it is empty"],
  [{ image, size: 2, kind: "median" as "max" }, 'Expected kind to be one of max, average but got "median"'],
])("refuses %j and says why", (options, words) => {
  expect(() => poolingWalk(options)).toThrow(words);
});
