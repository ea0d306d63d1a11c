import fc from "fast-check";
import { expect, test } from "vitest";
import { type PlateauOptions, plateauRule } from "../../../lib/train/schedules/plateau-rule.ts";
import pytorch from "../../fixtures/schedules/expected.json" with { type: "json" };
import { expectNear } from "./near.ts";

/** The rate after each epoch. Between two epochs the state travels as JSON, as it does in a checkpoint. */
function rates(options: PlateauOptions, figures: readonly (number | null)[], rate: number): number[] {
  const rule = plateauRule(options);
  let now = { state: rule.start, rate };
  return figures.map((figure) => {
    now = rule.next(JSON.parse(JSON.stringify(now.state)), figure ?? Number.NaN, now.rate);
    return now.rate;
  });
}

test.for(pytorch.plateau.cases)("epoch by epoch as PyTorch's ReduceLROnPlateau: $options", ({ options, rate, rates: wanted }) => {
  const { losses, accuracies } = pytorch.plateau;
  expectNear(rates(options, "lowerIsBetter" in options ? accuracies : losses, rate), wanted);
});

test("lowers the rate only after more epochs than its patience, and not while figures get better", () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 20 }), (patience, epochs) => {
      const still = rates({ patience, factor: 0.5 }, [1, ...Array.from({ length: epochs }, () => 1)], 1);
      expect(still.at(-1)).toBe(0.5 ** Math.floor(epochs / (patience + 1)));
      const falling = Array.from({ length: epochs }, (_, epoch) => 1 / (epoch + 1));
      expect(rates({ patience, factor: 0.5 }, falling, 1).at(-1)).toBe(1);
    }),
  ));

test("never rises, never falls below its minimum", () =>
  fc.assert(
    fc.property(
      fc.array(fc.double()),
      fc.integer({ min: 0, max: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (figures, patience, minimum) => {
        const seen = rates({ patience, minimum, factor: 0.3 }, figures, 1);
        seen.forEach((rate, epoch) => {
          expect(rate).toBeLessThanOrEqual(seen[epoch - 1] ?? 1);
          expect(rate).toBeGreaterThanOrEqual(minimum);
        });
      },
    ),
  ));

test("says what it expected", () => {
  expect(() => plateauRule({ factor: 2 })).toThrow("Expected factor to be at least 0 and less than 1 but got 2");
  expect(() => plateauRule({ factor: 0 })).toThrow("Expected factor to be a positive number but got 0");
  expect(() => plateauRule({ patience: 1.5 })).toThrow("Expected patience to be a whole number of 0 or more but got 1.5");
  expect(() => plateauRule({ minimum: -1 })).toThrow("Expected minimum to be 0 or more but got -1");
});
