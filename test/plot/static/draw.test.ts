import { expect, test } from "vitest";
import { bars, type Figure, figure, lines } from "../../../lib/plot/index.ts";
import { figureSvg } from "../../../lib/plot/static/draw.ts";
import { svgToPng } from "../../../lib/plot/static/svg-to-png.ts";
import { find, pixelsOf } from "../pixels.ts";

const svgOf = (drawn: Figure): string => figureSvg({ data: drawn.data, layout: drawn.layout, words: drawn.toString() });
const drawn = async (shown: Figure) => pixelsOf(await svgToPng(svgOf(shown), 1));
/** All words of an SVG, in their order. */
const wordsOf = (svg: string): string => Array.from(svg.matchAll(/>([^<]+)<\/t(?:ext|span)>/g), ([, text]) => text).join(" | ");
const names = { title: { text: "What is seen" }, xaxis: { title: { text: "across" } }, yaxis: { title: { text: "up" } } };

test("bars stand as high as their values, with title, axes, names and values written", async () => {
  const shown = bars({ zebra: 100, lion: 50 }, { title: "Pictures", x: "species", y: "count" });
  for (const word of ["Pictures", "species", "count", "zebra", "lion", "100"]) expect(wordsOf(svgOf(shown))).toContain(word);
  const half = await drawn(bars({ zebra: 100, lion: 50 }, { title: "", x: "", y: "" }));
  const full = await drawn(bars({ zebra: 100, lion: 100 }, { title: "", x: "", y: "" }));
  expect(find(half, "blue").count / find(full, "blue").count).toBeCloseTo(0.75, 1);
});

test("bars with long names lie, the first one on top, and leave the names their room", async () => {
  const shown = bars({ "a rather long name of a class": 10, other: 40 }, { title: "", x: "class", y: "pictures" });
  expect(wordsOf(svgOf(shown))).toContain("a rather long name of a class");
  const { left, top, bottom } = find(await drawn(shown), "blue");
  expect(left).toBeGreaterThan(150);
  expect(bottom - top).toBeLessThan(100);
});

test("stacked bars stand on each other, grouped ones beside each other, each trace in its colour and in the legend", async () => {
  const data = [
    { type: "bar", name: "first", x: ["a"], y: [3] },
    { type: "bar", name: "second", x: ["a"], y: [3] },
  ];
  const grouped = await drawn(figure(data));
  expect(find(grouped, "blue").right).toBeGreaterThan(find(grouped, "vermillion").left); // the legend's mark lies at the right
  const stacked = await drawn(figure(data, { barmode: "stack", showlegend: false }));
  expect(find(stacked, "vermillion").bottom).toBeLessThanOrEqual(find(stacked, "blue").top + 1);
  expect(wordsOf(svgOf(figure(data)))).toMatch(/first.*second/);
});

test("curves rise where values do; on a logarithmic axis powers of ten are equally far", () => {
  const svg = svgOf(lines({ loss: { x: [1, 10, 100, 1000], y: [1, 2, 3, 4] } }, { title: "", x: "rate", y: "", log: "x" }));
  const path = /d="(M[^"]*)"[^>]*stroke="#0072B2"/.exec(svg)?.[1] ?? "";
  const numbers = Array.from(path.matchAll(/-?[\d.]+/g), ([text]) => Number(text));
  const [xs, ys] = [0, 1].map((from) => numbers.filter((_, place) => place % 2 === from)) as [number[], number[]];
  expect(xs).toHaveLength(4);
  for (let point = 1; point < 4; point++) {
    expect((xs[point] as number) - (xs[point - 1] as number)).toBeCloseTo((xs[1] as number) - (xs[0] as number), 0);
    expect(ys[point]).toBeLessThan(ys[point - 1] as number);
  }
});

test("an axis of numbers from 0 up does not begin below 0 for the room before the first mark; others begin where theirs do", () => {
  const ticks = (x: number[]): string => wordsOf(svgOf(lines({ loss: { x, y: [8, 6, 7] } }, { title: "", x: "batch", y: "" })));
  expect(ticks([0, 100, 376])).not.toContain("−");
  expect(ticks([3, 100, 376])).not.toContain("−");
  expect(ticks([-90, 100, 376])).toContain("−100");
  expect(ticks([2000, 2010, 2024])).not.toContain(" | 0 | ");
});

test("a heatmap has a cell for each value, dark where they are large, with its numbers on it", async () => {
  const z = [
    [0, 1],
    [2, 12],
  ];
  const shown = figure([{ type: "heatmap", z, x: ["cat", "dog"], y: ["true cat", "true dog"], texttemplate: "%{z}" }], names);
  for (const word of ["cat", "true dog", "12"]) expect(wordsOf(svgOf(shown))).toContain(word);
  const cell = (svg: string) => new Set(Array.from(svg.matchAll(/fill="(rgb\([^"]*|#[0-9A-F]{6})"/g), ([, fill]) => fill));
  expect(cell(svgOf(shown)).size).toBeGreaterThan(4);
});

test("squares stay square, the first row on top, and shapes lie where their cells are", async () => {
  const shown = figure(
    [
      {
        type: "heatmap",
        z: [
          [0, 0, 0],
          [0, 0, 0],
        ],
        colorscale: [
          [0, "#E69F00"],
          [1, "#E69F00"],
        ],
        showscale: false,
      },
    ],
    {
      xaxis: { constrain: "domain", constraintoward: "left" },
      yaxis: { scaleanchor: "x", autorange: "reversed" },
      shapes: [{ type: "rect", x0: 1.5, x1: 2.5, y0: -0.5, y1: 0.5, line: { width: 0 }, fillcolor: "#0072B2" }],
    },
  );
  const pixels = await drawn(shown);
  const [whole, one] = [find(pixels, "orange"), find(pixels, "blue")];
  expect((one.right - one.left) / (one.bottom - one.top)).toBeCloseTo(1, 1);
  expect(one.top).toBeLessThan(whole.top + 4); // the first row
  expect(one.right).toBeGreaterThan(whole.right - 4); // the last column
});

test("names along an axis have the size and the turn that the figure asks for, all of them where it says so", () => {
  const many = Array.from({ length: 60 }, (_, place) => `name ${place}`);
  const shown = (tick: object) =>
    svgOf(figure([{ type: "bar", x: many, y: many.map(() => 1) }], { xaxis: { title: { text: "across" }, ...tick }, width: 1200 }));
  expect(wordsOf(shown({}))).not.toContain("name 1 |"); // too many for the room
  const asked = shown({ dtick: 1, tickfont: { size: 7 }, tickangle: -90 });
  for (const name of ["name 0", "name 1", "name 59"]) expect(wordsOf(asked)).toContain(name);
  expect(asked).toMatch(/font-size:7px[^>]*transform="matrix\(0,-1,1,0,/);
});

test("histograms, boxes, pies, dots, error bars and two pairs of axes are drawn", async () => {
  const values = Array.from({ length: 200 }, (_, place) => Math.sin(place));
  const many: Record<string, Figure> = {
    histogram: figure([{ type: "histogram", x: values }], names),
    lying: figure([{ type: "histogram", y: values, histnorm: "percent" }], names),
    box: figure([{ type: "box", y: values, name: "seen" }], names),
    pie: figure([{ type: "pie", labels: ["one", "two"], values: [1, 2] }], names),
    dots: figure([{ type: "scatter", mode: "markers", x: [1, 2], y: [3, 4], error_y: { array: [1, 2] } }], names),
    times: figure([{ type: "scatter", x: ["2026-01-01", "2026-02-01"], y: [1, 2] }], names),
    pairs: figure(
      [
        { type: "scatter", x: [1, 2], y: [3, 4] },
        { type: "scatter", x: [1, 2], y: [3, 4], xaxis: "x2", yaxis: "y2" },
      ],
      { ...names, grid: { rows: 1, columns: 2, pattern: "independent" } },
    ),
  };
  for (const [kind, shown] of Object.entries(many)) {
    const pixels = await drawn(shown);
    expect([kind, find(pixels, "blue").count > 20]).toEqual([kind, true]);
    expect(wordsOf(svgOf(shown))).toContain("What is seen");
  }
  expect(find(await drawn(many["pairs"] as Figure), "vermillion").left).toBeGreaterThan(420);
});

test("empty figures have their axes and say that there is nothing yet", () => {
  const words = wordsOf(svgOf(lines({}, { title: "Loss", x: "batch", y: "nats" })));
  for (const word of ["Loss", "batch", "nats", "no values yet"]) expect(words).toContain(word);
});

test("a kind of trace that can't be drawn without a browser is told in words", () => {
  const words = wordsOf(svgOf(figure([{ type: "surface", z: [[1, 2]] }], { title: { text: "A <b>hill</b>" } })));
  expect(words).toContain("A hill");
  expect(words).toContain("1 row of 2 values");
  expect(words).toContain("Open the notebook");
});

test("whatever names hold, they are text in the drawing", () => {
  const svg = svgOf(bars({ "<script>&": 1 }, { title: "a < b", x: "", y: "" }));
  expect(svg).not.toContain("<script>");
  expect(wordsOf(svg)).toContain("a &lt; b");
});
