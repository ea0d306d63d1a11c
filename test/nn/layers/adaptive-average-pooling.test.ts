import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { adaptiveAveragePooling } from "../../../lib/nn/index.ts";
import expected from "../../fixtures/vision/expected.json" with { type: "json" };
import { hashed } from "../../fixtures/vision/hashed.ts";
import { distance, engines } from "../engines.ts";

describe.each(engines)("on %s", (_, start) => {
  beforeAll(async () => void (await start()));

  test.each(expected.adaptivePooling)("$shape to $size is PyTorch's, and so is the gradient", async ({ shape, size, y, gradient }) => {
    const layer = adaptiveAveragePooling({ size: size as [number, number] });
    const leaked = await device.leaks(() =>
      tf.tidy(() => {
        const x = tf.tensor(hashed("x", tf.util.sizeFromShape(shape)), shape);
        const pooled = layer.apply(x) as tf.Tensor;
        expect(layer.computeOutputShape([null, ...shape.slice(1)])).toEqual([null, ...pooled.shape.slice(1)]);
        expect(distance(pooled.dataSync(), y)).toBeLessThan(1e-6);
        const slope = tf.grad((values) => tf.sum(tf.square(layer.apply(values) as tf.Tensor)))(x);
        expect(distance(slope.dataSync(), gradient)).toBeLessThan(1e-6);
      }),
    );
    expect(leaked).toBe(0);
  });
});

test("pictures of the size wanted stay as they are", () => {
  tf.tidy(() => {
    const x = tf.ones([1, 2, 3, 1]);
    expect((adaptiveAveragePooling({ size: [2, 3] }).apply(x) as tf.Tensor).arraySync()).toEqual(x.arraySync());
  });
});
