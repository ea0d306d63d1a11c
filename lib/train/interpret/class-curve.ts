import { type ClassCurve, classCurves, type Figure } from "../../plot/index.ts";
import { areaUnder, averagePrecision, precisionRecallCurve, rocCurve } from "./threshold-curves.ts";

/** Which curves are drawn. */
export type CurveKind = "roc" | "precision-recall";

/** Probabilities of the classes and the right ones. */
export interface Told {
  /** `[N]` */
  readonly labels: Int32Array;
  /** `[N, columns]` */
  readonly probabilities: Float32Array;
  readonly columns: number;
  readonly classes: readonly string[];
}

/** More points than the eye can tell apart would only make the notebook large. */
const mostPoints = 400;

/** A figure with a curve for each of some classes against the rest: classes that don't occur, or that alone do, have none. */
export function curvesFigure(kind: CurveKind, labels: readonly number[], told: Told): Figure {
  const defined = labels.filter((label) => {
    const count = told.labels.reduce((sum, other) => sum + (other === label ? 1 : 0), 0);
    return count > 0 && count < told.labels.length;
  });
  const curves = defined.map((label) => (kind === "roc" ? roc(label, told) : precisionRecall(label, told)));
  const mean = (curves.reduce((sum, { area }) => sum + area, 0) / curves.length).toFixed(3);
  return kind === "roc"
    ? classCurves(curves, {
        title: "ROC: each class against the rest",
        subtitle: `Area under the curve, ${mean} on average; 0.5 is chance`,
        x: "false positive rate",
        y: "true positive rate",
        diagonal: true,
      })
    : classCurves(curves, {
        title: "Precision against recall of each class",
        subtitle: `Average precision, ${mean} on average`,
        x: "recall",
        y: "precision",
        steps: true,
      });
}

function roc(label: number, told: Told): ClassCurve {
  const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(examplesOf(label, told));
  return { name: told.classes[label] ?? "", ...thinned(x, y), area: areaUnder(x, y) };
}

function precisionRecall(label: number, told: Told): ClassCurve {
  const curve = precisionRecallCurve(examplesOf(label, told));
  return {
    name: told.classes[label] ?? "",
    ...thinned(curve.recall, curve.precision),
    area: averagePrecision(curve),
  };
}

function examplesOf(label: number, { labels, probabilities, columns }: Told) {
  return {
    positive: Array.from(labels, (other) => other === label),
    scores: Float32Array.from(labels, (_, index) => probabilities[index * columns + label] ?? 0),
  };
}

/** Some of many points, evenly, with the first and the last. */
function thinned(x: readonly number[], y: readonly number[]): Pick<ClassCurve, "x" | "y"> {
  if (x.length <= mostPoints) return { x, y };
  const places = Array.from({ length: mostPoints }, (_, turn) => Math.round((turn * (x.length - 1)) / (mostPoints - 1)));
  return { x: places.map((place) => x[place] ?? 0), y: places.map((place) => y[place] ?? 0) };
}
