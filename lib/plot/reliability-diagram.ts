import { formatCount, plural } from "../base/index.ts";
import { Figure } from "./figure.ts";
import { colours, noValues } from "./theme.ts";

/** The predictions whose confidence lies in one interval. */
export interface ConfidenceBin {
  /** The interval: above `from`, up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence of the predictions in it, 0 … 1. */
  readonly confidence: number;
  /** Which part of them is right, 0 … 1. */
  readonly accuracy: number;
}

export interface ReliabilityOptions {
  readonly title?: string;
  /** Expected calibration error, 0 … 1, for the line under the title. */
  readonly error: number;
}

/**
 * A reliability diagram: for predictions of each confidence, how many are right. Bars that end on the dashed line say the truth; below
 * it (orange) the model is too sure of itself, above it not sure enough. Under it, how many predictions each bar stands for.
 *
 * Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning" (2005); Guo et al., "On calibration of modern
 * neural networks" (2017), figure 1.
 */
export function reliabilityDiagram(bins: readonly ConfidenceBin[], options: ReliabilityOptions): Figure {
  const { title = "How sure the model is, and how often it is right", error } = options;
  const filled = bins.filter(({ count }) => count > 0);
  const total = filled.reduce((sum, { count }) => sum + count, 0);
  const words = `Expected calibration error ${(100 * error).toFixed(1)} %`;
  const most = Math.max(1, ...filled.map(({ count }) => count));
  const along = { range: [0, 1], showgrid: false };
  return new Figure(
    [
      {
        type: "scatter",
        mode: "lines",
        name: "as sure as right",
        x: [0, 1],
        y: [0, 1],
        line: { color: "#444444", dash: "dash", width: 1.5 },
        hoverinfo: "skip",
      },
      {
        type: "scatter",
        mode: "markers",
        name: "accuracy",
        x: filled.map(({ confidence }) => confidence),
        y: filled.map(({ accuracy }) => accuracy),
        marker: { color: colours.blue, size: 8 },
        text: filled.map(
          ({ from, to, count, confidence, accuracy }) =>
            `confidence ${from.toFixed(2)} … ${to.toFixed(2)}: ${plural(count, "prediction")}<br>mean confidence ${confidence.toFixed(3)}<br>accuracy ${accuracy.toFixed(3)}`,
        ),
        hoverinfo: "text",
      },
      {
        type: "scatter",
        mode: "markers",
        name: "predictions",
        x: filled.map(({ from, to }) => (from + to) / 2),
        y: filled.map(({ count }) => count),
        marker: { color: colours.sky, opacity: 0 }, // only to be pointed at,
        hoverinfo: "y",
        xaxis: "x2",
        yaxis: "y2",
      },
    ],
    {
      title: { text: title, subtitle: { text: `${words}; orange: too sure, green: not sure enough` } },
      height: 520,
      width: 560,
      margin: { l: 60, r: 24, t: 76, b: 48 },
      showlegend: false,
      xaxis: { ...along, domain: [0, 1], anchor: "y", showticklabels: false },
      yaxis: { title: { text: "accuracy" }, range: [0, 1.02], domain: [0.34, 1], showgrid: false },
      xaxis2: { ...along, domain: [0, 1], anchor: "y2", title: { text: "confidence" } },
      yaxis2: { title: { text: "predictions" }, range: [0, 1.05 * most], domain: [0, 0.26], nticks: 4, showgrid: false },
      shapes: filled.flatMap((bin) => [barTo(bin), gapOf(bin), countOf(bin)]),
      ...(total === 0 && { annotations: [noValues] }),
    },
    [
      `${title}: ${words} over ${plural(total, "prediction")}`,
      ...filled.map(
        ({ from, to, count, confidence, accuracy }) =>
          `  ${from.toFixed(2)} … ${to.toFixed(2)}: confidence ${confidence.toFixed(3)}, accuracy ${accuracy.toFixed(3)} (${formatCount(count)})`,
      ),
    ].join("\n"),
  );
}

/** The bar of a bin, from 0 to its accuracy. */
function barTo({ from, to, accuracy }: ConfidenceBin) {
  return box({ from, to, y0: 0, y1: accuracy, fillcolor: colours.blue, opacity: 0.35 });
}

/** What lies between its accuracy and its mean confidence: by so much the model is too sure, or not sure enough. */
function gapOf({ from, to, accuracy, confidence }: ConfidenceBin) {
  return box({ from, to, y0: accuracy, y1: confidence, fillcolor: confidence > accuracy ? colours.orange : colours.green, opacity: 0.45 });
}

/** The bar of a bin in the lower part, as high as its number of predictions. */
function countOf({ from, to, count }: ConfidenceBin) {
  return box({ from, to, y0: 0, y1: count, fillcolor: colours.sky, xref: "x2", yref: "y2" });
}

function box({ from, to, ...look }: { readonly from: number; readonly to: number; readonly [look: string]: unknown }) {
  const inset = 0.05 * (to - from);
  return { type: "rect", layer: "below", x0: from + inset, x1: to - inset, line: { width: 0 }, ...look };
}
