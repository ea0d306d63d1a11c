import { expect, test } from "vitest";
import { classCurves } from "../../lib/plot/index.ts";
import { figureSvg } from "../../lib/plot/static/draw.ts";

const options = { title: "ROC", subtitle: "Area 0.9", x: "false positive rate", y: "true positive rate", diagonal: true };
const curve = (name: string, area: number) => ({ name, x: [0, 1], y: [0, 1], area });

test("has a curve and a legend entry with its area for each class, the least area first, and the line of chance", () => {
  const shown = classCurves([curve("cat", 0.95), curve("dog", 0.8)], options);
  expect(shown.data.map(({ name }) => name)).toEqual(["dog: 0.800", "cat: 0.950", "by chance"]);
  expect(shown.toString()).toBe("ROC (true positive rate by false positive rate): Area 0.9\n  dog: 0.800\n  cat: 0.950");
  const svg = figureSvg({ data: shown.data, layout: shown.layout, words: "" });
  for (const word of ["dog: 0.800", "cat: 0.950", "by chance", "false positive rate"]) expect(svg).toContain(`>${word}<`);
});

test("of many classes those with the least areas have colours of their own, the others are grey and share one legend entry", () => {
  const many = Array.from({ length: 30 }, (_, index) => curve(`class ${index}`, 0.5 + index / 100));
  const { data } = classCurves(many, options);
  const grey = data.filter(({ line }) => (line as { color: string }).color === "#BBBBBB");
  expect(grey).toHaveLength(23);
  expect(grey.filter(({ showlegend }) => showlegend === true).map(({ name }) => name)).toEqual(["23 other classes"]);
  const colours = data.filter((trace) => !grey.includes(trace)).map(({ line }) => (line as { color: string }).color);
  expect(new Set(colours).size).toBe(8);
});

test("without classes the axes are there", () => {
  expect(classCurves([], options).data).toHaveLength(1);
});
