import { expect, test } from "vitest";
import { describe, fraction, lessThanOne, notNegative, oneOf, positive, positiveInteger, wholeNumber } from "../../lib/base/expect.ts";

test("positiveInteger names the argument, what was wanted and what came", () => {
  expect(() => positiveInteger({ steps: 0 })).toThrow(new RangeError("Expected steps to be a positive integer but got 0"));
  expect(() => positiveInteger({ steps: 1.5 })).toThrow("but got 1.5");
  expect(() => positiveInteger({ steps: "12" })).toThrow('but got "12"');
  expect(() => positiveInteger({ steps: 3, batch: Number.NaN })).toThrow("Expected batch to be a positive integer but got NaN");
  expect(() => positiveInteger({ steps: 3 })).not.toThrow();
});

test("positive refuses zero, infinity and what is no number", () => {
  for (const rate of [0, -1, Number.POSITIVE_INFINITY, Number.NaN, "0.1", undefined]) expect(() => positive({ rate })).toThrow(RangeError);
  expect(() => positive({ rate: 1e-9 })).not.toThrow();
});

test("fraction takes 0 and 1 and what lies between", () => {
  for (const part of [0, 0.5, 1]) expect(() => fraction({ part })).not.toThrow();
  for (const part of [-0.1, 1.1, Number.NaN]) expect(() => fraction({ part })).toThrow("Expected part to be a number between 0 and 1");
});

test("notNegative, wholeNumber and lessThanOne take 0, and each its own numbers above it", () => {
  for (const check of [notNegative, wholeNumber, lessThanOne]) {
    expect(() => check({ number: 0 })).not.toThrow();
    for (const number of [-1, Number.NaN, Number.POSITIVE_INFINITY, "0", null])
      expect(() => check({ number })).toThrow("Expected number to be");
  }
  expect(() => notNegative({ decay: 1.5 })).not.toThrow();
  expect(() => wholeNumber({ epochs: 1.5 })).toThrow("Expected epochs to be a whole number of 0 or more but got 1.5");
  expect(() => lessThanOne({ momentum: 1 })).toThrow("Expected momentum to be at least 0 and less than 1 but got 1");
});

test("oneOf lists the choices", () => {
  expect(() => oneOf({ engine: "cude" }, ["cuda", "wasm"])).toThrow('Expected engine to be one of cuda, wasm but got "cude"');
});

test("describe says any value in a few words", () => {
  expect(describe([1, 2])).toBe("an array of 2");
  expect(describe(new Map())).toBe("a value of type Map");
  expect(describe(Object.create(null))).toBe("a value of type object");
  expect(describe(null)).toBe("null");
  expect(describe("x".repeat(100))).toHaveLength(60);
});
