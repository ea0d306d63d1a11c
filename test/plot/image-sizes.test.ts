import { expect, test } from "vitest";
import { imageSizes } from "../../lib/plot/index.ts";

const size = (width: number, height: number) => ({ width, height });

test("a dot for each size, larger where more pictures have it, and lines at the medians", () => {
  const shown = imageSizes([size(640, 480), size(100, 50), size(640, 480), size(640, 480), size(800, 600)]);
  const [dots] = shown.data as [{ x: number[]; y: number[]; text: string[]; marker: { size: number[] } }];
  expect(dots.x.map((x, place) => [x, dots.y[place]])).toEqual([
    [640, 480],
    [100, 50],
    [800, 600],
  ]);
  expect(dots.text[0]).toBe("640 × 480: 3 pictures");
  expect(dots.marker.size[0]).toBeGreaterThan(dots.marker.size[1] as number);
  expect(shown.layout["shapes"]).toMatchObject([
    { x0: 640, x1: 640 },
    { y0: 480, y1: 480 },
  ]);
  expect(shown.toString()).toContain("5 pictures of 3 sizes; median 640 wide and 480 high");
});

test("no pictures is no error", () => {
  expect(imageSizes([]).toString()).toContain("no pictures");
  expect(imageSizes([]).layout["annotations"]).toMatchObject([{ text: "no values yet" }]);
});
