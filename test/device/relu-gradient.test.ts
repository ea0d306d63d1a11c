import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";

describe.each(["the best engine", "wasm"] as const)("on %s", (engine) => {
  beforeAll(async () => void (await device.use(engine === "wasm" ? engine : undefined)));

  test("passes the gradient where the input was above 0, and leaves no tensor", async () => {
    const leaked = await device.leaks(() => {
      const slopes = tf.tidy(() =>
        tf
          .grad((x) => tf.mul(tf.relu(x), [1, 2, 3, 4]))(tf.tensor1d([-1, 0, 1e-20, 5]))
          .dataSync(),
      );
      expect(Array.from(slopes)).toEqual([0, 0, 3, 4]);
    });
    expect(leaked).toBe(0);
  });

  test("can be differentiated twice", () => {
    const second = tf.tidy(() => {
      const slope = tf.grad((x) => tf.sum(tf.pow(tf.relu(x), 3))); // 3 relu(x)²
      return tf
        .grad((x) => tf.sum(slope(x)))(tf.tensor1d([-1, 2]))
        .dataSync(); // 6 relu(x)
    });
    expect(second[0]).toBeCloseTo(0, 5);
    expect(second[1]).toBeCloseTo(12, 4);
  });
});
