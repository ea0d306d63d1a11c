import { expect, test } from "vitest";
import { bars, colours, displaySymbol, figure, lines } from "../../lib/plot/index.ts";

test("a figure is plain Plotly data in the course's theme, whatever arrays it was made from", () => {
  const bundle = figure([{ type: "heatmap", z: [Float32Array.of(1, 2), Float32Array.of(3, 4)] }], { title: { text: "Heat" } })[
    displaySymbol
  ]();
  const plotly = JSON.parse(JSON.stringify(bundle["application/vnd.plotly.v1+json"]));
  expect(plotly.data).toEqual([
    {
      type: "heatmap",
      z: [
        [1, 2],
        [3, 4],
      ],
    },
  ]);
  expect(plotly.layout.title).toEqual({ text: "Heat" });
  expect(plotly.layout.template.layout.colorway).toEqual(Object.values(colours));
  expect(bundle["text/plain"]).toBe("Heat\n  2 rows of 2 values");
});

test("lines say in words where each curve begins, ends and how far it reaches", () => {
  const loss = lines(
    { train: [2, 1, 0.5], valid: { x: [0, 2], y: [1.5, 0.75] } },
    { title: "Loss", x: "batch", y: "cross-entropy (nats)" },
  );
  expect(loss.toString()).toBe(
    [
      "Loss (cross-entropy (nats) by batch)",
      "  train: 2 → 0.5000 (3 points, from 0 to 2; lowest 0.5000, highest 2)",
      "  valid: 1.500 → 0.7500 (2 points, from 0 to 2; lowest 0.7500, highest 1.500)",
    ].join("\n"),
  );
  expect(loss.layout).toMatchObject({
    xaxis: { title: { text: "batch" } },
    yaxis: { title: { text: "cross-entropy (nats)" } },
    showlegend: true,
  });
});

test("values that are not finite leave a gap in a curve", () => {
  const [trace] = lines({ loss: [1, Number.NaN, Number.POSITIVE_INFINITY, 2] }, { title: "", x: "", y: "" }).data;
  expect(trace).toMatchObject({ x: [0, 1, 2, 3], y: [1, null, null, 2] });
});

test("an axis can be logarithmic", () => {
  const { layout } = lines({ loss: [1, 10] }, { title: "", x: "", y: "", log: "y" });
  expect(layout["yaxis"]).toMatchObject({ type: "log" });
  expect(layout["xaxis"]).not.toHaveProperty("type");
});

test("a figure without values says so", () => {
  const empty = lines({ train: [] }, { title: "Loss", x: "batch", y: "loss" });
  expect(empty.layout["annotations"]).toMatchObject([{ text: "no values yet" }]);
  expect(empty.toString()).toContain("train: no values");
  expect(bars({}, { title: "Counts", x: "class", y: "pictures" }).toString()).toContain("no values");
});

test("says which curve has x and y of different lengths", () => {
  expect(() => lines({ rate: { x: [1], y: [1, 2] } }, { title: "", x: "", y: "" })).toThrow(
    'Expected as many x as y values in the curve "rate" but got 1 x and 2 y',
  );
});

test("bars stand where their names are short and lie where they are long, with the value on each", () => {
  const short = bars({ zebra: 250, lion: 1200 }, { title: "Pictures", x: "species", y: "pictures" });
  expect(short.data).toMatchObject([{ type: "bar", x: ["zebra", "lion"], y: [250, 1200], text: ["250", "1,200"] }]);
  expect(short.toString()).toBe("Pictures (pictures by species)\n  zebra  250\n  lion   1,200");
  const long = bars({ "tensorflow, compiled": 6000 }, { title: "Speed", x: "engine", y: "images/s" });
  expect(long.data).toMatchObject([{ orientation: "h", y: ["tensorflow, compiled"], x: [6000] }]);
  expect(long.toString()).toBe("Speed (images/s by engine)\n  tensorflow, compiled  6,000");
});
