import { beforeAll, expect, test } from "vitest";
import { engines } from "../../../lib/device/engines/index.ts";
import { tf } from "../../../lib/device/tensorflow.ts";
import { registerTrainingKernels } from "../../../lib/device/wasm/kernels.ts";

beforeAll(async () => {
  await engines.wasm.start();
  await tf.setBackend("wasm");
});

/** Pictures `[N, 12, 12, 1]` with a bar that stands or lies, and which of both. */
function bars(count: number): { pictures: tf.Tensor4D; labels: tf.Tensor2D } {
  const values = new Float32Array(count * 144);
  const kinds: number[] = [];
  for (let n = 0; n < count; n++) {
    const kind = n % 2;
    const place = 1 + ((n * 7) % 10);
    for (let step = 1; step < 11; step++) values[n * 144 + (kind ? place * 12 + step : step * 12 + place)] = 1;
    kinds.push(kind);
  }
  return { pictures: tf.tensor4d(values, [count, 12, 12, 1]), labels: tf.oneHot(tf.tensor1d(kinds, "int32"), 2).toFloat() as tf.Tensor2D };
}

const layers = tf.layers;

/** A network of everything that an ordinary picture classifier is made of. */
function network(): tf.Sequential {
  return tf.sequential({
    layers: [
      layers.conv2d({ inputShape: [12, 12, 1], filters: 8, kernelSize: 3, padding: "same", useBias: false }),
      layers.batchNormalization(),
      layers.reLU(),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.depthwiseConv2d({ kernelSize: 3, padding: "same", activation: "relu" }),
      layers.conv2d({ filters: 8, kernelSize: 3, strides: 2, padding: "same", activation: "relu" }),
      layers.averagePooling2d({ poolSize: 3 }),
      layers.flatten(),
      layers.dropout({ rate: 0.1, seed: 1 }),
      layers.dense({ units: 2 }),
    ],
  });
}

test.each([
  ["Adam", () => tf.train.adam(0.01)],
  ["SGD with momentum", () => tf.train.momentum(0.1, 0.9)],
])(
  "a CNN with batch norm, both poolings, depthwise and strided layers and dropout learns with %s and leaves no tensor",
  (_, makeOptimizer) => {
    const { pictures, labels } = bars(32);
    const model = network();
    const optimizer = makeOptimizer();
    const loss = (): tf.Scalar => tf.losses.softmaxCrossEntropy(labels, model.apply(pictures, { training: true }) as tf.Tensor2D);
    const step = (): number => {
      const cost = optimizer.minimize(loss, true);
      const value = cost?.dataSync()[0] ?? Number.NaN;
      cost?.dispose();
      return value;
    };
    const first = step();
    const held = tf.memory().numTensors;
    const losses = Array.from({ length: 40 }, step);
    expect(tf.memory().numTensors).toBe(held);
    expect(Math.min(...losses)).toBeLessThan(first / 4);
    tf.dispose([pictures, labels]);
    model.dispose();
    optimizer.dispose();
  },
);

test("an embedding learns", () => {
  const table = tf.variable(tf.zeros<tf.Rank.R2>([5, 3]));
  const optimizer = tf.train.sgd(1);
  const words = tf.tensor1d([1, 3, 1], "int32");
  optimizer.minimize(() => tf.gather(table, words).sum());
  expect(table.arraySync()).toEqual([
    [0, 0, 0],
    [-2, -2, -2],
    [0, 0, 0],
    [-1, -1, -1],
    [0, 0, 0],
  ]);
  tf.dispose([table, words]);
  optimizer.dispose();
});

test("registering the kernels again changes nothing and warns of nothing", () => {
  const warnings: unknown[] = [];
  const warn = console.warn;
  console.warn = (...values) => warnings.push(values);
  try {
    registerTrainingKernels();
  } finally {
    console.warn = warn;
  }
  const product = tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]), false, true);
  expect(product.arraySync()).toEqual([
    [3, 3],
    [3, 3],
  ]);
  expect(warnings).toEqual([]);
});

test("pictures with channels first are refused with the mend", () => {
  const pictures = tf.ones([1, 3, 8, 8]);
  const dy = tf.ones([1, 4, 6, 6]);
  const attributes = { strides: 1, pad: "valid", dataFormat: "NCHW", filterShape: [3, 3, 3, 4] };
  expect(() => tf.engine().runKernel(tf.Conv2DBackpropFilter, { x: pictures, dy } as tf.NamedTensorMap, attributes)).toThrow(
    "transpose([0, 2, 3, 1])",
  );
  tf.dispose([pictures, dy]);
});
