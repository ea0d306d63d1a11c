import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Average, averageScores, type Counts, classScores, confusionCounts } from "../../../lib/train/index.ts";
import expected from "../../fixtures/metrics/expected.json" with { type: "json" };

interface Case {
  readonly name: string;
  readonly confusion?: Counts;
  readonly perClass?: readonly Readonly<Record<"precision" | "recall" | "fScore" | "support", number>>[];
  readonly averages?: Readonly<Record<Average, Readonly<Record<"precision" | "recall" | "f1" | "f2", number>>>>;
}

const cases = (expected as unknown as Case[]).flatMap(({ confusion, averages, ...one }) =>
  confusion && averages ? [{ ...one, confusion, averages }] : [],
);

describe("as scikit-learn counts", () => {
  test.each(cases)("$name: each class and each average", ({ confusion, perClass, averages }) => {
    for (const [label, wanted] of (perClass ?? []).entries()) {
      const got = classScores(confusion)[label];
      for (const [name, figure] of Object.entries(wanted)) expect(got?.[name as keyof typeof wanted]).toBeCloseTo(figure, 12);
    }
    for (const [average, wanted] of Object.entries(averages)) {
      const got = averageScores(confusion, average as Average);
      expect(got.precision).toBeCloseTo(wanted.precision, 12);
      expect(got.recall).toBeCloseTo(wanted.recall, 12);
      expect(got.fScore).toBeCloseTo(wanted.f1, 12);
      expect(averageScores(confusion, average as Average, { beta: 2 }).fScore).toBeCloseTo(wanted.f2, 12);
    }
  });
});

const matrices = fc.integer({ min: 1, max: 6 }).chain((classes) => {
  const row = fc.array(fc.nat({ max: 9 }), { minLength: classes, maxLength: classes });
  return fc.array(row, { minLength: classes, maxLength: classes });
});

test("scores lie in 0 … 1, F between precision and recall, and micro scores are all the accuracy", () =>
  fc.assert(
    fc.property(matrices, fc.double({ min: 0.1, max: 10, noNaN: true }), (counts, beta) => {
      const all = counts.flat().reduce((sum, count) => sum + count, 0);
      for (const { precision, recall, fScore } of [...classScores(counts, { beta }), averageScores(counts, "micro", { beta })]) {
        expect(Math.min(precision, recall) - 1e-12).toBeLessThanOrEqual(fScore);
        expect(Math.max(precision, recall) + 1e-12).toBeGreaterThanOrEqual(fScore);
        expect(precision >= 0 && precision <= 1 && recall >= 0 && recall <= 1).toBe(true);
      }
      const right = counts.reduce((sum, row, label) => sum + (row[label] as number), 0);
      const { precision, recall, fScore, support } = averageScores(counts, "micro", { beta });
      expect([precision, recall, support]).toEqual([right / (all || 1), right / (all || 1), all]);
      expect(fScore).toBeCloseTo(right / (all || 1), 12);
    }),
  ));

describe("confusionCounts", () => {
  const labels = fc.array(fc.record({ actual: fc.nat({ max: 4 }), predicted: fc.nat({ max: 4 }) }), { maxLength: 50 });

  test("has each example once, at its classes", () =>
    fc.assert(
      fc.property(labels, (examples) => {
        const counts = confusionCounts(
          examples.map(({ actual }) => actual),
          Int32Array.from(examples, ({ predicted }) => predicted),
          5,
        );
        for (let row = 0; row < 5; row++)
          for (let column = 0; column < 5; column++)
            expect(counts[row]?.[column]).toBe(examples.filter(({ actual, predicted }) => actual === row && predicted === column).length);
      }),
    ));

  test("says which label is none", () => {
    expect(() => confusionCounts([0, 1], [0], 2)).toThrow("Expected a prediction for each of 2 labels but got 1");
    expect(() => confusionCounts([0, -1], [0, 1], 2)).toThrow(
      "Expected actual classes between 0 and 1 but got -1 at index 1.\n  Classes are numbered from 0; a label of −1 is hidden and can't be counted.",
    );
    expect(() => confusionCounts([0], [2], 2)).toThrow("Expected predicted classes between 0 and 1 but got 2 at index 0.");
    expect(() => confusionCounts([], [], 0)).toThrow("Expected classes to be a positive integer but got 0");
    expect(() => classScores([[1]], { beta: -1 })).toThrow("Expected beta to be a positive number but got -1");
  });
});
