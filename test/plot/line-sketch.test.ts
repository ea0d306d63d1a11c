import sharp from "sharp";
import { expect, test } from "vitest";
import { lineSketch, lines } from "../../lib/plot/index.ts";

const axes = { title: "Loss <while> training", x: "batch", y: "cross-entropy (nats)" };
const svgOf = (curves: Parameters<typeof lineSketch>[0]): string => String(lineSketch(curves, axes)["text/html"]);

test("draws the curves that lines draws: higher values higher up, with title, axes and names", () => {
  const svg = svgOf({ train: [2, 1, 0.5], valid: { x: [0, 2], y: [1.5, 0.75] } });
  const curves = Array.from(svg.matchAll(/points="([^"]*)"/g), ([, points = ""]) =>
    points.split(" ").map((point) => point.split(",").map(Number)),
  );
  expect(curves.map((points) => points.length)).toEqual([3, 2]);
  const heights = curves[0]?.map(([, y]) => y ?? 0) ?? [];
  expect(heights).toEqual(heights.toSorted((a, b) => a - b)); // falling loss, in an image whose y runs down
  expect(curves[0]?.[2]?.[0]).toBe(curves[1]?.[1]?.[0]); // x = 2 in both
  for (const words of ["Loss &#60;while&#62; training", "batch", "cross-entropy (nats)", "train", "valid"])
    expect(svg).toContain(`>${words}</text>`);
});

test("is an image that others can draw, and says the same in words as the figure", async () => {
  const bundle = lineSketch({ train: [2, Number.NaN, 1] }, axes);
  const { width, height } = await sharp(Buffer.from(String(bundle["text/html"]))).metadata();
  expect([width, height]).toEqual([840, 360]);
  expect(bundle["text/plain"]).toBe(lines({ train: [2, Number.NaN, 1] }, axes).toString());
  expect(bundle["text/html"]).not.toContain("NaN");
});

test.for([
  ["no values", { train: [], valid: [] }],
  ["one value", { train: [2.3] }],
  ["all alike", { train: [1, 1, 1] }],
  ["very small", { train: [1e-9, 2e-9] }],
  ["very large", { train: [0, 1e12] }],
] as const)("places everything within the image: %s", ([, curves]) => {
  const svg = svgOf(curves);
  expect(svg).not.toMatch(/NaN|Infinity/);
  for (const [, x, y] of svg.matchAll(/ (?:cx|x|x1|x2)="([-\d.]+)" (?:cy|y|y1|y2)="([-\d.]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(840);
    expect(Number(y)).toBeGreaterThanOrEqual(0);
    expect(Number(y)).toBeLessThanOrEqual(360);
  }
  expect((svg.match(/text-anchor="end"/g) ?? []).length).toBeGreaterThan(1); // numbers on the axis
});

test("the name of the vertical axis keeps clear of its numbers, however long they are", () => {
  for (const height of [1, 0.001, 0.00025, 123456]) {
    const svg = svgOf({ train: [0, height] });
    const right = Number(/<text x="([\d.]+)" [^>]*text-anchor="end"/.exec(svg)?.[1]);
    const longest = Math.max(...Array.from(svg.matchAll(/text-anchor="end">([^<]*)</g), ([, words = ""]) => words.length));
    const nameEnds = 14 + 7; // its middle and half its height
    expect(right - 7.5 * longest).toBeGreaterThan(nameEnds);
  }
});
