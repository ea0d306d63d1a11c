import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { convolution2d } from "../../../lib/nn/layers/convolution.ts";
import { distance } from "../engines.ts";

beforeAll(async () => void (await device.use()));

test.each([true, false])("with a bias (%s): outputs and gradients of training are the stock layer's", (useBias) => {
  const options = { filters: 3, kernelSize: 3, strides: 2, useBias, padding: "same" } as const;
  const [ours, stock] = [convolution2d(options), tf.layers.conv2d(options)];
  tf.tidy(() => {
    const x = tf.randomNormal([2, 6, 6, 2], 0, 1, "float32", 1);
    tf.dispose([ours.apply(x) as tf.Tensor, stock.apply(x) as tf.Tensor]);
    stock.setWeights(ours.getWeights());
    const [got, wanted] = [ours, stock].map((layer) => {
      const { value, grad } = tf.valueAndGrad((pictures) => tf.sum(tf.square(layer.apply(pictures, { training: true }) as tf.Tensor)))(x);
      return [...value.dataSync(), ...grad.dataSync()];
    });
    expect(distance(got ?? [], wanted ?? [])).toBeLessThan(1e-5);
  });
  ours.dispose();
  stock.dispose();
});

test("the gradient by the pictures is not computed where only weights learn, and the layer is Keras' by name", async () => {
  const layer = convolution2d({ filters: 2, kernelSize: 3, useBias: false });
  expect(layer.getClassName()).toBe("Conv2D");
  const x = tf.ones([1, 5, 5, 1]);
  tf.dispose(layer.apply(x) as tf.Tensor);
  const kernel = layer.trainableWeights[0]?.read() as tf.Variable;
  const { kernelNames } = await tf.profile(() =>
    tf.tidy(() => tf.variableGrads(() => tf.sum(layer.apply(x, { training: true }) as tf.Tensor), [kernel]).grads),
  );
  expect(kernelNames).toContain(tf.Conv2DBackpropFilter);
  expect(kernelNames).not.toContain(tf.Conv2DBackpropInput);
  x.dispose();
  layer.dispose();
});
