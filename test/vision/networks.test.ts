import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { layerGroups } from "../../lib/nn/index.ts";
import { alexnet, inception, lenet5, mobilenet, resnet18, resnet50, vgg16 } from "../../lib/vision/index.ts";
import { differenceFromPyTorch } from "./pytorch-scores.ts";

beforeAll(async () => void (await device.use()));

test.each([
  ["lenet5", lenet5],
  ["alexnet", alexnet],
  ["vgg16", vgg16],
  ["inception", inception],
  ["mobilenet", mobilenet],
  ["resnet18", resnet18],
  ["resnet50", resnet50],
] as const)("%s gives PyTorch's scores for the same weights, and leaves no tensor", async (name, make) => {
  expect(await device.leaks(async () => expect(await differenceFromPyTorch(name, make)).toBeLessThan(1e-4))).toBe(0);
});

const small = [
  ["lenet5", () => lenet5({ seed: 1, classes: 3 }), [28, 28, 1]],
  ["lenet5 with ReLU and max pooling", () => lenet5({ seed: 1, classes: 3, activation: "relu", pooling: "max" }), [28, 28, 1]],
  ["alexnet", () => alexnet({ seed: 1, classes: 3, width: 0.05 }), [63, 63, 3]],
  ["vgg16", () => vgg16({ seed: 1, classes: 3, width: 0.05, inputShape: [32, 32, 3] }), [32, 32, 3]],
  ["resnet18", () => resnet18({ seed: 1, classes: 3, width: 0.1 }), [33, 40, 3]],
  ["inception", () => inception({ seed: 1, classes: 3, width: 0.1 }), [20, 20, 3]],
  ["mobilenet", () => mobilenet({ seed: 1, classes: 3, width: 0.1 }), [32, 32, 3]],
] as const;

const shapeFor = (model: tf.LayersModel, picture: readonly number[]): number[] => [
  4,
  ...(model.inputs[0]?.shape ?? []).slice(1).map((size, axis) => size ?? (picture[axis] as number)),
];

test.each(small)(
  "%s: the same seed gives the same first scores, groups hold each layer once, a step leaves no tensor",
  async (_, make, picture) => {
    const [model, twin] = [make(), make()];
    expect(layerGroups(model).flatMap(({ layers }) => layers)).toHaveLength(model.layers.length);
    expect(layerGroups(model).at(-1)?.layers).toContain(model.layers.at(-1));
    const pictures = tf.randomUniform(shapeFor(model, picture), 0, 1, "float32", 3);
    const [first, second] = [model, twin].map((network) => tf.tidy(() => (network.apply(pictures) as tf.Tensor).dataSync()));
    expect(first).toEqual(second);
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const step = (): void =>
      tf.tidy(() => {
        const loss = (): tf.Scalar => tf.mean(tf.square(model.apply(pictures, { training: true }) as tf.Tensor));
        const { grads } = tf.variableGrads(loss, variables);
        expect(Object.keys(grads)).toHaveLength(variables.length);
      });
    step();
    expect(await device.leaks(step)).toBe(0);
    pictures.dispose();
    model.dispose();
    twin.dispose();
  },
);

describe("options", () => {
  test("are refused by name", () => {
    expect(() => resnet18({ classes: 0 })).toThrow("Expected classes to be a positive integer but got 0");
    expect(() => resnet18({ width: -1 })).toThrow("Expected width to be a positive number but got -1");
    expect(() => resnet18({ inputShape: [32, 32] as unknown as [32, 32, 3] })).toThrow(/\[height, width, channels\].*but got \[32, 32\]/);
    expect(() => lenet5({ activation: "softmax" as "tanh" })).toThrow(
      'Expected activation to be one of tanh, relu, sigmoid but got "softmax"',
    );
    expect(() => lenet5({ inputShape: [null, 28, 1] })).toThrow(/in numbers but got \[null, 28, 1\]/);
  });

  test.each([
    ["lenet5", (side: number) => lenet5({ inputShape: [side, side, 1], width: 0.1 }), 12],
    ["alexnet", (side: number) => alexnet({ inputShape: [side, side, 3], width: 0.02 }), 63],
    ["vgg16", (side: number) => vgg16({ inputShape: [side, side, 3], width: 0.02 }), 32],
  ] as const)("%s says which pictures are too small, and takes the smallest", (_, make, smallest) => {
    expect(() => make(smallest - 1)).toThrow(`Expected pictures of at least ${smallest} × ${smallest} pixels`);
    make(smallest).dispose();
  });

  test("width scales the channels", () => {
    const [whole, half] = [resnet18({ classes: 10 }), resnet18({ classes: 10, width: 0.5 })];
    expect(half.countParams() / whole.countParams()).toBeCloseTo(0.25, 1);
    whole.dispose();
    half.dispose();
  });
});
