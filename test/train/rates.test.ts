import fc from "fast-check";
import { expect, test } from "vitest";
import { adagrad, sgd } from "../../lib/train/index.ts";
import { expectGroupRates, expectMomentum, learningRates, momenta } from "../../lib/train/rates.ts";

test("one number is the rate of every batch, a schedule says each", () => {
  expect(Array.from(learningRates(0.1, 3))).toEqual([0.1, 0.1, 0.1]);
  expect(Array.from(learningRates((step) => step / 10, 4))).toEqual([0, 0.1, 0.2, 0.3]);
  expect(Array.from(momenta((step) => 1 - step / 2, 3))).toEqual([1, 0.5, 0]);
});

test("a schedule that gives no rate is refused with the batch at which it does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 49 }), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, "much"), (bad, value) => {
      const schedule = (step: number): number => (step >= bad ? (value as number) : 0.1);
      expect(() => learningRates(schedule, 50)).toThrow(`from its schedule at batch ${bad} of 50.`);
      expect(() => momenta(schedule, 50)).toThrow(`from its schedule at batch ${bad} of 50.`);
    }),
  );
});

test("a rate of 0 or below, and a momentum above 1, are refused", () => {
  for (const rate of [0, -1, Number.NaN]) expect(() => learningRates(rate, 3)).toThrow("Expected learningRate to be a positive number");
  expect(() => momenta(1.5, 3)).toThrow("Expected momentum to be a number between 0 and 1 but got 1.5.");
  expect(() => momenta((step) => step, 3)).toThrow(
    "Expected momentum to be a number between 0 and 1 but got 2 from its schedule at batch 2",
  );
});

test("momentum needs an optimizer that has one", () => {
  expect(() => expectMomentum(sgd({ momentum: 0.9 }))).not.toThrow();
  expect(() => expectMomentum(sgd())).toThrow("Expected an optimizer with momentum but SGD has none that could be set.");
  expect(() => expectMomentum(adagrad())).toThrow("Adagrad has none");
});

test("there is one factor for each layer group", () => {
  const groups = [{ name: "body" }, { name: "head" }];
  expect(() => expectGroupRates([0, 1], groups)).not.toThrow();
  expect(() => expectGroupRates([0.1, 0.3, 1], groups)).toThrow('one for each layer group of the model ("body", "head"), but got 3');
  expect(() => expectGroupRates([0.1, Number.NaN], groups)).toThrow('but got NaN for "head"');
  expect(() => expectGroupRates([-1, 1], groups)).toThrow('but got -1 for "body"');
});
