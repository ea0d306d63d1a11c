import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  averagePrecision,
  ClassificationReport,
  confusionCounts,
  precisionRecallCurve,
  rocArea,
  rocCurve,
} from "../../../lib/train/index.ts";
import { areaUnder } from "../../../lib/train/interpret/threshold-curves.ts";

/** Made by scikit-learn: test/fixtures/interpret/make.py. */
const expected = JSON.parse(readFileSync(new URL("../../fixtures/interpret/expected.json", import.meta.url), "utf8"));

interface Row {
  readonly precision: number;
  readonly recall: number;
  readonly "f1-score": number;
  readonly support: number;
}

const closeTo = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(got[index]).toBeCloseTo(value, 12);
};

test.for(expected.curves.map((_: unknown, index: number) => index) as number[])("curves and areas are scikit-learn's, case %i", (index) => {
  const { positive, scores, roc, precisionRecall } = expected.curves[index];
  const ours = rocCurve({ positive, scores });
  closeTo(ours.falsePositiveRate, roc.falsePositiveRate);
  closeTo(ours.truePositiveRate, roc.truePositiveRate);
  expect(ours.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
  closeTo(ours.thresholds.slice(1), roc.thresholds);
  expect(areaUnder(ours.falsePositiveRate, ours.truePositiveRate)).toBeCloseTo(roc.area, 12);
  const curve = precisionRecallCurve({ positive, scores });
  closeTo(curve.precision, precisionRecall.precision);
  closeTo(curve.recall, precisionRecall.recall);
  closeTo(curve.thresholds, precisionRecall.thresholds);
  expect(averagePrecision(curve)).toBeCloseTo(precisionRecall.average, 12);
});

test("the area under the ROC curve is the part of pairs in which the example of the class has the higher score", () =>
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 })), { minLength: 2, maxLength: 60 }).filter((pairs) => {
        const right = pairs.filter(([positive]) => positive).length;
        return right > 0 && right < pairs.length;
      }),
      (pairs) => {
        const curve = rocCurve({ positive: pairs.map(([positive]) => positive), scores: pairs.map(([, score]) => score) });
        const of = (wanted: boolean) =>
          Float32Array.from(
            pairs.filter(([positive]) => positive === wanted),
            ([, score]) => score,
          );
        expect(areaUnder(curve.falsePositiveRate, curve.truePositiveRate)).toBeCloseTo(rocArea(of(true), of(false)), 10);
      },
    ),
  ));

test.for(expected.reports.map((_: unknown, index: number) => index) as number[])("the report is scikit-learn's, case %i", (index) => {
  const { actual, predicted, report } = expected.reports[index] as {
    readonly actual: number[];
    readonly predicted: number[];
    readonly report: Readonly<Record<string, Row>> & { readonly accuracy: number };
  };
  const classes = 1 + Math.max(...actual, ...predicted);
  const names = Array.from({ length: classes }, (_, label) => String(label));
  const ours = new ClassificationReport(confusionCounts(actual, predicted, classes), names);
  const same = (scores: { precision: number; recall: number; fScore: number; support: number }, row: Row | undefined): void => {
    closeTo(
      [scores.precision, scores.recall, scores.fScore, scores.support],
      [row?.precision ?? Number.NaN, row?.recall ?? Number.NaN, row?.["f1-score"] ?? Number.NaN, row?.support ?? Number.NaN],
    );
  };
  const { accuracy, "macro avg": macro, "weighted avg": weighted, ...rows } = report;
  expect(ours.classes.map(({ name }) => name)).toEqual(Object.keys(rows));
  for (const scores of ours.classes) same(scores, report[scores.name]);
  same(ours.macro, macro);
  same(ours.weighted, weighted);
  expect(ours.accuracy).toBeCloseTo(accuracy, 12);
  expect(ours.toString()).toContain("weighted average");
});

test("says when scores are missing", () => {
  expect(() => rocCurve({ positive: [true], scores: [] })).toThrow("Expected a score for each of 1 examples but got 0");
});
