import { expect, test } from "vitest";
import { drawPictures } from "./data.ts";

test("every run has the same pictures, of all classes", () => {
  const facts = { side: 28, channels: 1, pictures: 200 };
  const [first, again] = [drawPictures(facts), drawPictures(facts)];
  expect(first).toEqual(again);
  expect(first.pixels).toHaveLength(200 * 28 * 28);
  expect(new Set(first.labels).size).toBe(10);
});

test("the spot that tells the class is in all channels alike, at any size", () => {
  const { pixels } = drawPictures({ side: 64, channels: 3, pictures: 100 });
  expect(pixels).toHaveLength(100 * 64 * 64 * 3);
  const spotless = 160; // noise alone is below
  const bright = [0, 1, 2].map((channel) => pixels.filter((value, place) => place % 3 === channel && value >= spotless).length / 100);
  const spot = Math.PI * ((3 * 64) / 28) ** 2; // places
  for (const count of bright) expect(Math.abs(count / ((spot * 95) / 160) - 1)).toBeLessThan(0.1);
});
