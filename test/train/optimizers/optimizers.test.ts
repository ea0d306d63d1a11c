import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { adam, type Optimizer, sgd } from "../../../lib/train/index.ts";
import pytorch from "../fixtures/pytorch.json" with { type: "json" };

beforeAll(async () => void (await device.use()));

const optimizers: Record<keyof typeof pytorch.paths, Optimizer> = {
  adam: adam(),
  "adam, other betas and epsilon": adam({ beta1: 0.8, beta2: 0.99, epsilon: 1e-3 }),
  sgd: sgd(),
  "sgd with momentum": sgd({ momentum: 0.9 }),
};

/** Weights after each of the recorded gradients. */
function walk(optimizer: Optimizer, learningRate: number): number[][] {
  return tf.tidy(() => {
    let variable: tf.Tensor = tf.tensor1d(pytorch.start); // [4]
    let slots = Object.fromEntries(optimizer.slots.map((name) => [name, tf.zerosLike(variable)]));
    return pytorch.gradients.map((gradient, index) => {
      const next = optimizer.update({
        variable,
        gradient: tf.tensor1d(gradient), // [4]
        slots,
        learningRate: tf.scalar(learningRate),
        step: tf.scalar(index + 1),
      });
      variable = next.variable;
      slots = { ...next.slots };
      return Array.from(variable.dataSync());
    });
  });
}

describe("20 steps end where PyTorch's end, step for step", () => {
  test.for(Object.entries(optimizers))("%s", ([name, optimizer]) => {
    const wanted = pytorch.paths[name as keyof typeof pytorch.paths];
    const got = walk(optimizer, name.startsWith("adam") ? 0.01 : 0.1);
    got.forEach((weights, step) => {
      weights.forEach((weight, index) => {
        expect(weight).toBeCloseTo(wanted[step]?.[index] ?? Number.NaN, 5);
      });
    });
  });
});

test("says what an option must be", () => {
  expect(() => adam({ beta1: 1.5 })).toThrow("Expected beta1 to be a number between 0 and 1 but got 1.5");
  expect(() => adam({ epsilon: 0 })).toThrow("Expected epsilon to be a positive number but got 0");
  expect(() => sgd({ momentum: -1 })).toThrow("Expected momentum to be a number between 0 and 1 but got -1");
});
