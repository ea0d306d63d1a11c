import { expect, test } from "vitest";
import { displaySymbol, type Figure, type MimeBundle } from "../../../lib/plot/index.ts";
import { compareSchedules } from "../../../lib/train/schedules/compare-schedules.ts";
import { constant } from "../../../lib/train/schedules/constant.ts";
import { cosineDecay } from "../../../lib/train/schedules/cosine-decay.ts";
import { exponentialDecay } from "../../../lib/train/schedules/exponential-decay.ts";
import { oneCycle, oneCycleMomentum } from "../../../lib/train/schedules/one-cycle.ts";
import { stepDecay } from "../../../lib/train/schedules/step-decay.ts";
import { warmRestarts } from "../../../lib/train/schedules/warm-restarts.ts";
import { warmUp } from "../../../lib/train/schedules/warm-up.ts";

const points = (figure: Figure, curve = 0) => figure.data[curve] as unknown as { x: number[]; y: number[]; name: string };

test("a schedule shows itself: its title, its axes and the way it goes, in words too", () => {
  const bundle = oneCycle(100, 0.1)[displaySymbol]() as MimeBundle;
  expect(bundle["application/vnd.plotly.v1+json"]).toBeDefined();
  expect(bundle["text/plain"]).toBe(
    "One cycle of 100 steps, up to 0.1 (learning rate by step)\n  learning rate: 0.004000 → 4e-7 (100 points, from 0 to 99; lowest 4e-7, highest 0.1000)",
  );
});

test("its figure has as many steps as it has itself, or as are asked for; very many are thinned out, from the first to the last", () => {
  const rate = oneCycle(50, 1);
  expect(points(rate.figure()).y).toEqual(Array.from({ length: 50 }, (_, step) => rate(step)));
  expect(points(rate.figure(20)).x).toEqual(Array.from({ length: 20 }, (_, step) => step));
  expect(points(constant(1).figure(1)).x).toEqual([0]);
  const { x, y } = points(cosineDecay(1_000_000, 1).figure());
  expect(x.length).toBeLessThan(1000);
  expect([x[0], x.at(-1)]).toEqual([0, 999_999]);
  expect(y[0]).toBe(1);
  expect(() => rate.figure(0)).toThrow("Expected steps to be a positive integer but got 0");
});

test("each says in a line what it is, and is as long as shows it", () => {
  const all = [
    oneCycleMomentum(90),
    constant(0.1),
    stepDecay(0.1, { every: 30 }),
    exponentialDecay(0.1, { factor: 0.9, every: 10 }),
    exponentialDecay(0.1, { factor: 0.9 }),
    cosineDecay(2000, 0.1),
    warmRestarts(10, 0.1, { growth: 2 }),
    warmUp(20, oneCycle(80, 0.1)),
    warmUp(20, (step) => step + 1),
  ];
  expect(all.map((schedule) => `${schedule} [${schedule.steps}]`)).toEqual([
    "One cycle of momentum in 90 steps, down to 0.85 [90]",
    "Always 0.1 [100]",
    "From 0.1, × 0.1 after each 30 steps [120]",
    "From 0.1, × 0.9 in 10 steps [200]",
    "From 0.1, × 0.9 in each step [20]",
    "Cosine from 0.1 to 0 in 2,000 steps [2000]",
    "Cosine from 0.1, again after 10 steps × 2 each time [70]",
    "Warm-up of 20 steps, then: One cycle of 80 steps, up to 0.1 [100]",
    "Warm-up of 20 steps, then: another schedule [120]",
  ]);
});

test("several are compared in one figure, over the length of the longest", () => {
  const figure = compareSchedules({ "one cycle": oneCycle(30, 0.1), cosine: cosineDecay(60, 0.1), own: (step) => 1 / (step + 1) }, 60);
  expect(figure.data.map((_, curve) => points(figure, curve).name)).toEqual(["one cycle", "cosine", "own"]);
  expect(points(figure, 0).y.at(-1)).toBe(oneCycle(30, 0.1)(29));
  expect(figure.layout).toMatchObject({ title: { text: "Learning rate by schedule" }, xaxis: { title: { text: "step" } } });
  expect(points(compareSchedules({ short: oneCycle(30, 1), long: cosineDecay(60, 1) })).x).toHaveLength(60);
  expect(() => compareSchedules({})).toThrow("Expected schedules by name");
});
