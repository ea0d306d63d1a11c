import fc from "fast-check";
import { expect, test } from "vitest";
import { accuracy } from "../../../lib/leaderboard/scoring/accuracy.ts";

test("counts the right predictions and gives the binomial standard error", () => {
  expect(accuracy([0, 1, 1, 1], [0, 1, 0, 1])).toEqual({ score: 0.75, standardError: Math.sqrt((0.75 * 0.25) / 4) });
});

test("agrees with what resampling the test set many times gives", () => {
  const labels = Array.from({ length: 200 }, () => 1);
  const predicted = labels.map((label, index) => (index < 150 ? label : 0));
  // A fixed sequence (Park and Miller's generator) stands for chance, so that the test is the same at every run.
  let state = 1;
  const chance = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const scores = Array.from({ length: 2000 }, () => labels.filter(() => predicted[Math.floor(chance() * 200)] === 1).length / 200);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  expect(Math.abs(deviation - accuracy(predicted, labels).standardError)).toBeLessThan(0.002);
});

test("is 1 for the labels themselves, stays within 0 and 1, and does not depend on the order of the pictures", () => {
  const pairs = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(pairs, (rows) => {
      const predicted = rows.map(([given]) => given);
      const labels = rows.map(([, label]) => label);
      const { score, standardError } = accuracy(predicted, labels);
      expect(accuracy(labels, labels)).toEqual({ score: 1, standardError: 0 });
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(standardError).toBeLessThanOrEqual(0.5 / Math.sqrt(rows.length) + 1e-12);
      expect(accuracy(predicted.toReversed(), labels.toReversed())).toEqual({ score, standardError });
    }),
  );
});

test("refuses lists of different lengths and empty ones", () => {
  expect(() => accuracy([1], [1, 0])).toThrow("got 1 for 2 labels");
  expect(() => accuracy([], [])).toThrow(RangeError);
});
