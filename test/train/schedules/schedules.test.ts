import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { constant } from "../../../lib/train/schedules/constant.ts";
import { cosineDecay } from "../../../lib/train/schedules/cosine-decay.ts";
import { exponentialDecay } from "../../../lib/train/schedules/exponential-decay.ts";
import type { DrawnSchedule } from "../../../lib/train/schedules/schedule.ts";
import { stepDecay } from "../../../lib/train/schedules/step-decay.ts";
import { warmRestarts } from "../../../lib/train/schedules/warm-restarts.ts";
import { warmUp } from "../../../lib/train/schedules/warm-up.ts";
import pytorch from "../../fixtures/schedules/expected.json" with { type: "json" };
import { expectNear } from "./near.ts";

const lengths = fc.integer({ min: 1, max: 500 });
const rates = fc.double({ min: 1e-6, max: 10, noNaN: true });
const shares = fc.double({ min: 0.01, max: 1, noNaN: true });
const all = (steps: number, schedule: DrawnSchedule): number[] => Array.from({ length: steps }, (_, step) => schedule(step));

const cases: Readonly<Record<string, { readonly ours: DrawnSchedule; readonly wanted: readonly number[] }>> = {
  StepLR: { ours: stepDecay(0.1, { every: 8, factor: 0.3 }), wanted: pytorch.stepDecay },
  ExponentialLR: { ours: exponentialDecay(0.1, { factor: 0.9 }), wanted: pytorch.exponentialDecay },
  CosineAnnealingLR: { ours: cosineDecay(40, 0.1, { end: 0.001 }), wanted: pytorch.cosineDecay },
  CosineAnnealingWarmRestarts: { ours: warmRestarts(12, 0.1, { end: 0.01 }), wanted: pytorch.warmRestarts },
  "CosineAnnealingWarmRestarts, T_mult=2": { ours: warmRestarts(5, 0.1, { growth: 2 }), wanted: pytorch.warmRestartsGrowing },
  "LinearLR, then StepLR": { ours: warmUp(10, stepDecay(0.1, { every: 8, factor: 0.3 })), wanted: pytorch.warmUp },
};

test.for(Object.entries(cases))("step by step as PyTorch's %s", ([, { ours, wanted }]) => expectNear(all(wanted.length, ours), wanted));

describe("whatever the options", () => {
  const decays: Readonly<Record<string, (rate: number, steps: number, share: number) => DrawnSchedule>> = {
    stepDecay: (rate, every, factor) => stepDecay(rate, { every, factor }),
    exponentialDecay: (rate, every, factor) => exponentialDecay(rate, { factor, every }),
    cosineDecay: (rate, steps, share) => cosineDecay(steps, rate, { end: rate * share }),
  };

  test.for(Object.entries(decays))("%s begins at its rate and never rises, nor falls below nothing", ([, make]) =>
    fc.assert(
      fc.property(rates, lengths, shares, (rate, steps, share) => {
        const seen = all(3 * steps, make(rate, steps, share));
        expect(seen[0]).toBeCloseTo(rate, 9);
        seen.forEach((value, step) => {
          expect(value).toBeGreaterThan(0);
          expect(value).toBeLessThanOrEqual((seen[step - 1] ?? value) * (1 + 1e-12));
        });
      }),
      { numRuns: 40 },
    ),
  );

  test("cosineDecay stays at its end", () =>
    fc.assert(
      fc.property(rates, lengths, shares, (rate, steps, share) => {
        expect(cosineDecay(steps, rate, { end: rate * share })(steps + 7)).toBeCloseTo(rate * share, 9);
      }),
    ));

  test("warmRestarts is back at its rate at the begin of each cycle and falls within it", () =>
    fc.assert(
      fc.property(rates, fc.integer({ min: 2, max: 50 }), fc.integer({ min: 1, max: 3 }), (rate, period, growth) => {
        const schedule = warmRestarts(period, rate, { growth });
        let begin = 0;
        for (let cycle = 0; cycle < 4; cycle++) {
          const length = period * growth ** cycle;
          expect(schedule(begin)).toBe(rate);
          for (let step = begin + 1; step < begin + length; step++) expect(schedule(step)).toBeLessThan(schedule(step - 1));
          begin += length;
        }
      }),
      { numRuns: 40 },
    ));

  test("warmUp rises in a straight line to where the other schedule begins, and is that one from then on", () =>
    fc.assert(
      fc.property(rates, lengths, (rate, steps) => {
        const then = cosineDecay(50, rate);
        const schedule = warmUp(steps, then);
        expect(schedule(0)).toBeCloseTo(rate / 25, 9);
        expect(schedule(steps / 2)).toBeCloseTo((schedule(0) + rate) / 2, 9);
        for (const step of [0, 1, 10, 70]) expect(schedule(steps + step)).toBe(then(step));
      }),
    ));

  test("constant is constant", () => expect(all(5, constant(0.3))).toEqual([0.3, 0.3, 0.3, 0.3, 0.3]));
});

test("a warm-up can lead to a function of one's own", () => {
  const schedule = warmUp(4, (step) => 1 / (step + 1), { start: 4 });
  expect(all(7, schedule)).toEqual([0.25, 0.4375, 0.625, 0.8125, 1, 1 / 2, 1 / 3]);
  expect(() => warmUp(4, 0.1 as never)).toThrow("Expected a schedule after the warm-up, such as constant(0.01), but got 0.1");
});

test("says what it expected", () => {
  expect(() => stepDecay(0.1, { every: 0 })).toThrow("Expected every to be a positive integer but got 0");
  expect(() => stepDecay(0.1, { every: 3, factor: 10 })).toThrow("Expected factor to be a number between 0 and 1 but got 10");
  expect(() => exponentialDecay(0, { factor: 0.9 })).toThrow("Expected rate to be a positive number but got 0");
  expect(() => cosineDecay(10, 0.1, { end: 1 })).toThrow(
    "Expected end to be a number between 0 and the rate of the first step, 0.1, but got 1",
  );
  expect(() => warmRestarts(10, 0.1, { growth: 1.5 })).toThrow("Expected growth to be a positive integer but got 1.5");
  expect(() => warmUp(0, constant(1))).toThrow("Expected steps to be a positive integer but got 0");
  expect(() => constant(-1)).toThrow("Expected rate to be a positive number but got -1");
});
