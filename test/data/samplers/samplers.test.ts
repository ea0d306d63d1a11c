import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atMostPerClass, balancedSampler, randomSampler, sequentialSampler, weightedSampler } from "../../../lib/data/samplers/index.ts";
import { toys } from "../toys.ts";

/** Toys whose classes have very different numbers of pictures. */
const uneven = fc
  .array(fc.integer({ min: 0, max: 40 }), { minLength: 3, maxLength: 3 })
  .filter((counts) => counts.some((count) => count > 0))
  .map((counts) => counts.flatMap((count, label) => new Array<number>(count).fill(label)))
  .map((labels) => toys(labels.length, { labels: Int32Array.from(labels) }));
const seeds = fc.integer();
const epochs = fc.nat(100);

/** How often each value is in a list. */
function tally(values: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

test("every sampler gives as many places of the data set as it says, the same for the same seed and epoch", () =>
  fc.assert(
    fc.property(uneven, seeds, epochs, (dataset, seed, epoch) => {
      const make = () => [
        sequentialSampler(dataset),
        randomSampler(dataset, { seed }),
        weightedSampler(dataset, { weights: dataset.ids.map((_, index) => index + 1), seed }),
        balancedSampler(dataset, { seed }),
        atMostPerClass(dataset, 5, { seed }),
      ];
      const again = make();
      for (const [index, sampler] of make().entries()) {
        const order = sampler.order(epoch);
        expect(order).toBeInstanceOf(Int32Array);
        expect(order).toHaveLength(sampler.length);
        for (const place of order) expect(place >= 0 && place < dataset.length).toBe(true);
        expect(again[index]?.order(epoch)).toEqual(order);
      }
    }),
  ));

test("a sequential sampler gives each place in turn, a random one each once, in each epoch anew", () => {
  const dataset = toys(50);
  const inTurn = Int32Array.from({ length: 50 }, (_, index) => index);
  expect(sequentialSampler(dataset).order(3)).toEqual(inTurn);
  const sampler = randomSampler(dataset, { seed: 7 });
  expect(sampler.order(0).toSorted()).toEqual(inTurn);
  expect(sampler.order(0)).not.toEqual(inTurn);
  expect(sampler.order(1)).not.toEqual(sampler.order(0));
});

describe("a weighted sampler", () => {
  test("draws each element as often as its weight says, and never one of weight 0", () => {
    const weights = [0, 1, 0, 3, 6, 0];
    const counts = tally(weightedSampler(toys(6), { weights, length: 100_000, seed: 1 }).order(0));
    // Four standard deviations of a binomial count: chance exceeds it once in 16,000 draws, and the seed is fixed.
    for (const [index, weight] of weights.entries()) {
      const share = weight / 10;
      expect(Math.abs((counts.get(index) ?? 0) - 100_000 * share)).toBeLessThanOrEqual(4 * Math.sqrt(100_000 * share * (1 - share)));
    }
  });

  test.each<[string, readonly number[], number | undefined, string]>([
    ["too few weights", [1, 2], undefined, "Expected one weight an element, 3, but got 2"],
    ["a weight below 0", [1, -2, 1], undefined, "Expected weights to be finite numbers from 0 up but got -2 at index 1"],
    ["a weight that is no number", [1, Number.NaN, 1], undefined, "but got NaN at index 1"],
    ["weights of 0 alone", [0, 0, 0], undefined, "Expected a weight above 0 but all are 0"],
    ["an epoch of nothing", [1, 1, 1], 0, "Expected length to be a positive integer but got 0"],
  ])("%s is refused", (_what, weights, length, message) => {
    expect(() => weightedSampler(toys(3), { weights, ...(length !== undefined && { length }) })).toThrow(message);
  });
});

describe("a balanced sampler", () => {
  test("has each class equally often, and no picture of a class twice more than another", () =>
    fc.assert(
      fc.property(uneven, fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }), epochs, (dataset, perClass, epoch) => {
        const order = balancedSampler(dataset, { ...(perClass !== undefined && { perClass }) }).order(epoch);
        const ofClass = tally(Array.from(order, (place) => dataset.labels?.[place] ?? -1));
        expect(new Set(ofClass.values()).size).toBe(1);
        if (perClass !== undefined) expect(ofClass.values().next().value).toBe(perClass);
        const counts = tally(order);
        for (const label of ofClass.keys()) {
          const often = dataset.ids.flatMap((_, place) => (dataset.labels?.[place] === label ? [counts.get(place) ?? 0] : []));
          expect(Math.max(...often) - Math.min(...often)).toBeLessThanOrEqual(1);
        }
      }),
    ));

  test("needs labels", () => {
    expect(() => balancedSampler(toys(3, { labels: undefined }))).toThrow(
      "A balanced sampler needs the class of each picture but toys (train) hides its labels",
    );
    expect(() => balancedSampler(toys(3), { perClass: 0 })).toThrow("Expected perClass to be a positive integer but got 0");
  });
});

test("at most n a class: small classes whole, large ones cut, other pictures in another epoch", () =>
  fc.assert(
    fc.property(uneven, fc.integer({ min: 1, max: 50 }), epochs, (dataset, count, epoch) => {
      const order = atMostPerClass(dataset, count).order(epoch);
      expect(new Set(order).size).toBe(order.length);
      const chosen = dataset.subset(order);
      expect(chosen.counts()).toEqual(dataset.counts()?.map((all) => Math.min(all, count)));
    }),
  ));
