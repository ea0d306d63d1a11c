import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { atStep } from "../../../lib/nn/index.ts";

beforeAll(async () => void (await device.use()));

const values = (run: () => tf.Tensor): number[] => Array.from(tf.tidy(run).dataSync());
const ones = () => tf.ones([10, 1000]);

test("in a training step tf.layers.dropout drops what it always drops in that step; two layers drop different values", () => {
  const [first, second] = [tf.layers.dropout({ rate: 0.3 }), tf.layers.dropout({ rate: 0.3 })];
  const both = (step: number) =>
    values(() => atStep(step, () => tf.stack([first, second].map((layer) => layer.apply(ones(), { training: true }) as tf.Tensor))));
  expect(both(5)).toEqual(both(5));
  expect(both(5)).not.toEqual(both(6));
  const drawn = both(5);
  expect(drawn.slice(0, 10_000)).not.toEqual(drawn.slice(10_000));
  expect(drawn.filter((value) => value === 0).length / 20_000).toBeCloseTo(0.3, 1);
  for (const value of new Set(drawn)) expect(value === 0 || Math.abs(value - 1 / 0.7) < 1e-6).toBe(true);
});

test("outside of a step, in inference, and with a noise shape it is TensorFlow.js' own", () => {
  const layer = tf.layers.dropout({ rate: 0.5 });
  expect(new Set(values(() => layer.apply(ones()) as tf.Tensor))).toEqual(new Set([1]));
  expect(new Set(values(() => layer.apply(ones(), { training: true }) as tf.Tensor))).toEqual(new Set([0, 2]));
  const columns = tf.layers.dropout({ rate: 0.5, noiseShape: [1, 1000] });
  const rows = values(() => atStep(1, () => columns.apply(ones(), { training: true }) as tf.Tensor));
  expect(rows.slice(0, 1000)).toEqual(rows.slice(1000, 2000));
});
