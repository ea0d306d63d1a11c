import { beforeAll, describe, expect } from "vitest";
import { tf } from "../../../lib/device/index.ts";
import { dropout } from "../../../lib/nn/index.ts";
import { CompiledStep } from "../../../lib/train/compiled-step.ts";
import { crossEntropy, type Loss, sgd } from "../../../lib/train/index.ts";
import { testWith } from "../../support/parts.ts";
import {
  alike,
  compareTraining,
  counted,
  disposeTwin,
  expectSame,
  plannedStep,
  type Rule,
  rules,
  smallNetwork,
  startTensorFlow,
  twinOf,
} from "./support.ts";

const native = testWith("tensorflow");
beforeAll(startTensorFlow);

const momentumRule = rules["SGD with momentum"] as Rule;
const small = smallNetwork();

describe("one graph serves", () => {
  native("a rate and a momentum that change at each step", () => {
    const steps = alike(20, small, momentumRule).map((step, place) => ({
      ...step,
      rate: place < 10 ? 0.002 * place : 0.01 / place,
      momentum: 0.95 - 0.02 * place,
    }));
    expectSame(compareTraining({ network: small, optimizer: () => momentumRule.make(), steps }), momentumRule);
  });

  native("batches of one size; each other size has one of its own, to which steps come back", () => {
    const steps = alike(21, small, momentumRule).map((step, place) => ({ ...step, pictures: [8, 8, 3][place % 3] as number }));
    expectSame(compareTraining({ network: small, optimizer: () => momentumRule.make(), steps }), { ...momentumRule, graphs: 2 });
  });
});

describe("several steps in one call give what they give one by one", () => {
  native("with a rate that changes at each step and a rest of fewer steps", () => {
    const steps = alike(18, small, momentumRule).map((step, place) => ({ ...step, rate: 0.0005 * (1 + place) }));
    const comparison = compareTraining({ network: small, optimizer: () => momentumRule.make(), steps, together: 4 });
    expect(comparison.recorded).toBeLessThan(steps.length);
    expectSame(comparison, { ...momentumRule, graphs: comparison.recorded });
  });
});

describe("dropout in a graph", () => {
  const side = 64;
  const rate = 0.3;
  /** With the sum of the scores as loss, the gradient of each weight is the picture's value that came through the dropout. */
  const sum: Loss = { ...crossEntropy(), value: (outputs) => tf.sum(outputs) };
  const make = (): tf.LayersModel =>
    tf.sequential({
      layers: [
        tf.layers.flatten({ inputShape: [side, side, 1] }),
        dropout(rate, { seed: 1 }),
        tf.layers.dense({ units: 1, useBias: false, kernelInitializer: "zeros" }),
      ],
    });

  /** What came through in each of some steps, on a picture of ones. */
  function seen(steps: readonly number[]): { readonly values: Float32Array[]; readonly recorded: number } {
    const { loss, calls } = counted(sum);
    const twin = twinOf({ make }, sgd(), loss);
    const compiled = new CompiledStep(twin);
    const values = steps.map((step) =>
      tf.tidy(() => {
        const variable = twin.state.trained[0]?.variable as tf.Variable;
        twin.state.step.assign(tf.scalar(step));
        variable.assign(tf.zeros([side * side, 1]));
        const batch = { images: tf.ones([1, side, side, 1]), targets: tf.tensor1d([0]) };
        compiled.run([{ batch, rates: [1], momentum: 0 }]);
        return Float32Array.from(tf.neg(variable).dataSync());
      }),
    );
    compiled.dispose();
    disposeTwin(twin);
    return { values, recorded: calls() };
  }

  native("drops its share, and divides what stays by the rest", () => {
    for (const values of seen([0, 1, 2]).values) {
      const share = values.filter((value) => value === 0).length / values.length;
      // Four standard deviations of a share of so many.
      expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / values.length));
      for (const value of values) if (value !== 0) expect(value).toBeCloseTo(1 / (1 - rate), 5);
    }
  });

  native("drops others in each step, independently of the step before, and the same again in the same step", () => {
    const { values, recorded } = seen([4, 5, 4]);
    const [first, second, again] = values as [Float32Array, Float32Array, Float32Array];
    expect(recorded).toBe(1);
    expect(again).toEqual(first);
    const both = first.filter((value, place) => value === 0 && second[place] === 0).length / first.length;
    expect(both).toBeGreaterThan(0.6 * rate ** 2);
    expect(both).toBeLessThan(1.4 * rate ** 2);
    expect(seen([5]).values).toEqual([second]);
  });
});

native("over 200 steps no tensor is added, and dispose leaves only the model and the optimizer's memory", () => {
  const twin = twinOf(small, momentumRule.make());
  const before = tf.memory().numTensors;
  const compiled = new CompiledStep(twin);
  const counts = Array.from({ length: 200 }, (_, place) =>
    tf.tidy(() => {
      const outside = tf.memory().numTensors;
      const step = plannedStep(small, { pictures: place % 10 === 9 ? 3 : 8, rate: 0.001, momentum: 0.9 }, place);
      const given = tf.memory().numTensors;
      tf.dispose(compiled.run([step]));
      return { held: outside, left: tf.memory().numTensors - given };
    }),
  );
  // After the first step of each of the two sizes graphs may hold constants.
  const settled = counts.slice(20);
  expect(new Set(settled.map(({ held }) => held)).size).toBe(1);
  expect(new Set(settled.map(({ left }) => left))).toEqual(new Set([0]));
  compiled.dispose();
  expect(tf.memory().numTensors).toBe(before);
  disposeTwin(twin);
});
