import fc from "fast-check";
import { expect, test } from "vitest";
import { oneCycle, oneCycleMomentum } from "../../../lib/train/schedules/one-cycle.ts";
import pytorch from "../../fixtures/schedules/expected.json" with { type: "json" };
import { expectNear } from "./near.ts";

const lengths = fc.integer({ min: 1, max: 2000 });
const peaks = fc.double({ min: 1e-6, max: 10, noNaN: true });
const rises = fc.double({ min: 0, max: 1, noNaN: true });
const all = (steps: number, schedule: (step: number) => number): number[] => Array.from({ length: steps }, (_, step) => schedule(step));

test.for(pytorch.oneCycle)(
  "rate and momentum are those of PyTorch's OneCycleLR: $steps steps, $options",
  ({ steps, peak, options, rates, momenta }) => {
    const { high, low, ...rest } = options as { high?: number; low?: number; rise?: number };
    expectNear(all(steps, oneCycle(steps, peak, rest)), rates);
    const { rise = 0.3 } = rest;
    expectNear(all(steps, oneCycleMomentum(steps, { rise, ...(high && { high }), ...(low && { low }) })), momenta);
  },
);

test("rises to the peak in 30 % of the run and ends 250,000 times lower", () => {
  const rate = oneCycle(100, 0.1);
  expect(rate(0)).toBeCloseTo(0.004, 12);
  expect(rate(29)).toBe(0.1);
  expect(rate(99)).toBeCloseTo(0.1 / 250_000, 12);
});

test("never leaves the interval between its end and its peak, rises before the peak and falls after it", () =>
  fc.assert(
    fc.property(lengths, peaks, rises, (steps, peak, rise) => {
      const rates = all(steps, oneCycle(steps, peak, { rise }));
      const top = rates.indexOf(Math.max(...rates));
      rates.forEach((rate, step) => {
        expect(rate).toBeGreaterThanOrEqual((peak / 25 / 1e4) * (1 - 1e-9));
        expect(rate).toBeLessThanOrEqual(peak * (1 + 1e-12));
        if (step > 0 && step <= top) expect(rate).toBeGreaterThanOrEqual(rates[step - 1] ?? 0);
        if (step > top) expect(rate).toBeLessThanOrEqual(rates[step - 1] ?? 0);
      });
    }),
  ));

test("momentum goes the other way: the higher the rate, the lower it is", () =>
  fc.assert(
    fc.property(lengths, (steps) => {
      // With the same ends, rate and momentum are mirror images.
      const rates = all(steps, oneCycle(steps, 1, { start: 2, end: 1 }));
      const momenta = all(steps, oneCycleMomentum(steps, { high: 0.5, low: 0 }));
      momenta.forEach((momentum, step) => {
        expect(momentum).toBeCloseTo(1 - (rates[step] ?? Number.NaN), 9);
      });
    }),
  ));

test("stays where it ended when training goes on", () => {
  expect(oneCycle(10, 1)(25)).toBe(oneCycle(10, 1)(9));
  expect(oneCycleMomentum(10)(25)).toBeCloseTo(0.95, 12);
});

test("says what it expected", () => {
  expect(() => oneCycle(0, 0.1)).toThrow("Expected steps to be a positive integer but got 0");
  expect(() => oneCycle(10, -1)).toThrow("Expected peak to be a positive number but got -1");
  expect(() => oneCycle(10, 1, { rise: 30 })).toThrow("Expected rise to be a number between 0 and 1 but got 30");
  expect(() => oneCycle(10, 1, { end: 0 })).toThrow("Expected end to be a positive number but got 0");
  expect(() => oneCycleMomentum(10, { high: 1.5 })).toThrow("Expected high to be a number between 0 and 1 but got 1.5");
});
