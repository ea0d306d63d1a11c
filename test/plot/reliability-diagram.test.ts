import { expect, test } from "vitest";
import { type Figure, reliabilityDiagram } from "../../lib/plot/index.ts";
import { figureSvg } from "../../lib/plot/static/draw.ts";
import { svgToPng } from "../../lib/plot/static/svg-to-png.ts";
import { find, pixelsOf } from "./pixels.ts";

const bins = [
  { from: 0, to: 0.5, count: 0, confidence: 0, accuracy: 0 },
  { from: 0.5, to: 1, count: 8, confidence: 0.9, accuracy: 0.75 },
];
const svgOf = (shown: Figure): string => figureSvg({ data: shown.data, layout: shown.layout, words: shown.toString() });

test("shows for each filled bin how many were right, the gap to the mean confidence, and the number of predictions", async () => {
  const shown = reliabilityDiagram(bins, { error: 0.15 });
  const svg = svgOf(shown);
  for (const word of ["accuracy", "confidence", "predictions", "How sure the model is, and how often it is right"]) {
    expect(svg).toContain(`>${word}<`);
  }
  const pixels = await pixelsOf(await svgToPng(svg, 1));
  const counts = find(pixels, "sky"); // the lower bar alone is opaque
  expect(counts.left).toBeGreaterThan(pixels.width / 2);
  expect(counts.top).toBeGreaterThan(300);
  expect(shown.toString()).toBe(
    "How sure the model is, and how often it is right: Expected calibration error 15.0 % over 8 predictions\n" +
      "  0.50 … 1.00: confidence 0.900, accuracy 0.750 (8)",
  );
});

test("gaps are orange where the model was too sure, green where it was not sure enough", () => {
  const colour = (accuracy: number) => {
    const shown = reliabilityDiagram([{ from: 0.5, to: 1, count: 1, confidence: 0.7, accuracy }], { error: 0 });
    return (shown.layout["shapes"] as { fillcolor: string }[])[1]?.fillcolor;
  };
  expect([colour(0.5), colour(0.9)]).toEqual(["#E69F00", "#009E73"]);
});

test("without predictions it says so", () => {
  expect(svgOf(reliabilityDiagram([], { error: 0 }))).toContain("no values yet");
});
