import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { atStep, dropout } from "../../../lib/nn/index.ts";
import { engines } from "../engines.ts";

/** What layers make of 40 ones in a training step. */
function inStep(step: number | tf.Tensor, layers: readonly tf.layers.Layer[]): number[][] {
  return tf.tidy(() =>
    atStep(step, () => layers.map((layer) => Array.from((layer.apply(tf.ones([40]), { training: true }) as tf.Tensor).dataSync()))),
  );
}

describe.each(engines)("on %s", (_, start) => {
  beforeAll(async () => void (await start()));

  test("sets a share to 0, divides the rest, and keeps the mean", async () => {
    const layer = dropout(0.25, { seed: 1 });
    const leaked = await device.leaks(() => {
      const values = tf.tidy(() => (layer.apply(tf.ones([100, 100]), { training: true }) as tf.Tensor).dataSync());
      expect(new Set(values)).toEqual(new Set([0, Math.fround(4 / 3)]));
      const dropped = values.filter((value) => value === 0).length;
      expect(Math.abs(dropped - 2500)).toBeLessThan(5 * Math.sqrt(10_000 * 0.25 * 0.75)); // five standard errors
    });
    expect(leaked).toBe(0);
  });

  test("a step draws the same each time, by other layers too; the next step and the next place draw others", () => {
    const [one, two] = inStep(5, [dropout(), dropout()]) as [number[], number[]];
    const number = tf.scalar(5);
    expect(inStep(number, [dropout(), dropout()])).toEqual([one, two]);
    number.dispose();
    expect(one).not.toEqual(two);
    expect(inStep(6, [dropout()])[0]).not.toEqual(one);
    expect(inStep(5, [dropout(0.5, { seed: 2 })])[0]).not.toEqual(one);
  });

  test("the gradient passes where the value did", () => {
    tf.tidy(() => {
      const layer = dropout(0.5, { seed: 3 });
      const through = (x: tf.Tensor): tf.Tensor => atStep(1, () => layer.apply(x, { training: true }) as tf.Tensor);
      const x = tf.ones([50]);
      expect(
        tf
          .grad((values) => through(values).sum())(x)
          .dataSync(),
      ).toEqual(through(x).dataSync());
    });
  });

  test("outside of steps each call draws anew, the same for the same seed", () => {
    const calls = (): number[][] => {
      const layer = dropout(0.5, { seed: 4 });
      return [1, 2].map(() => tf.tidy(() => Array.from((layer.apply(tf.ones([40]), { training: true }) as tf.Tensor).dataSync())));
    };
    const [first, second] = calls();
    expect(first).not.toEqual(second);
    expect(calls()).toEqual([first, second]);
  });
});

test("changes nothing outside of training or at rate 0, and drops all at rate 1", () => {
  tf.tidy(() => {
    const x = tf.tensor1d([1, 2, 3]);
    expect((dropout(0.9).apply(x) as tf.Tensor).arraySync()).toEqual([1, 2, 3]);
    expect((dropout(0).apply(x, { training: true }) as tf.Tensor).arraySync()).toEqual([1, 2, 3]);
    expect((dropout(1).apply(x, { training: true }) as tf.Tensor).arraySync()).toEqual([0, 0, 0]);
  });
});

test("a rate outside is refused", () => expect(() => dropout(1.5)).toThrow("Expected rate to be a number between 0 and 1 but got 1.5"));
