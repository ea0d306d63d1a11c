import { expect, test } from "vitest";
import { showcase } from "../../../lib/data/dataset/showcase.ts";

test("pictures of a class come from all over it, each class as often as the others in every row", () => {
  const labels = Int32Array.from({ length: 2000 }, (_, index) => Math.floor(index / 1000));
  const { indices, columns } = showcase(labels, { length: 2000, classes: 2 });
  expect(columns).toBe(10);
  expect(indices).toEqual([0, 100, 200, 300, 400, 1000, 1100, 1200, 1300, 1400, 500, 600, 700, 800, 900, 1500, 1600, 1700, 1800, 1900]);
});

test("classes of few pictures show what they have", () => {
  const { indices } = showcase(Int32Array.of(0, 1, 1), { length: 3, classes: 2 });
  expect(indices).toEqual([0, 1, 2]);
});

test("where classes are hidden it is the first pictures", () => {
  expect(showcase(undefined, { length: 3, classes: 2 }).indices).toEqual([0, 1, 2]);
});
