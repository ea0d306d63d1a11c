import { beforeAll, expect, test } from "vitest";
import { device, tf } from "../../lib/device/index.ts";
import { batchNormalization, setLayerGroups, summary } from "../../lib/nn/index.ts";
import { displaySymbol, type MimeBundle } from "../../lib/plot/index.ts";

beforeAll(async () => void (await device.use()));

function convolutional(): tf.Sequential {
  return tf.sequential({
    name: "digits",
    layers: [
      tf.layers.conv2d({ name: "conv", inputShape: [28, 28, 1], filters: 32, kernelSize: 5 }),
      batchNormalization({ name: "norm" }),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ name: "scores", units: 10 }),
    ],
  });
}

test("tells each layer's shape, parameters and group, and the totals", () => {
  const model = convolutional();
  expect(summary(model).toString()).toBe(`\
digits: 4 layers
layer    kind       output shape     parameters  trainable  group
───────  ─────────  ───────────────  ──────────  ─────────  ─────
conv     Conv2D     [N, 24, 24, 32]         832        832  body
norm     BatchNorm  [N, 24, 24, 32]         128         64  body
flatten  Flatten    [N, 18432]                              body
scores   Dense      [N, 10]             184,330    184,330  head
185,290 parameters: 185,226 trainable, 64 not; 741.2 kB as float32`);
  model.dispose();
});

test("a model as a cell's value shows itself so, as HTML too", () => {
  const model = convolutional();
  const bundle = (model as unknown as Record<symbol, () => MimeBundle>)[displaySymbol]?.();
  expect(bundle?.["text/plain"]).toBe(summary(model).toString());
  expect(bundle?.["text/html"]).toMatch(/<div[^>]*>digits: 4 layers<\/div><table.*<\/table><div[^>]*>185,290 parameters/);
  model.dispose();
});

test("counts what is frozen, also within a frozen model, and what layers share only once", () => {
  const inner = tf.sequential({
    name: "inner",
    layers: [tf.layers.dense({ name: "a", units: 3, inputShape: [2] }), tf.layers.dense({ name: "b", units: 2 })],
  });
  inner.trainable = false;
  const input = tf.input({ shape: [2], name: "input" });
  const once = inner.apply(input) as tf.SymbolicTensor;
  const twice = inner.apply(once) as tf.SymbolicTensor;
  const output = tf.layers.add({ name: "sum" }).apply([once, twice]) as tf.SymbolicTensor;
  const model = tf.model({ name: "outer", inputs: input, outputs: output });
  const { parameters, trainable, layers } = summary(model);
  expect([parameters, trainable]).toEqual([9 + 8, 0]);
  expect(layers.map(({ name, takes }) => [name, takes])).toEqual([
    ["input", []],
    ["inner", ["input", "inner"]],
    ["inner/a", ["inner/a_input"]],
    ["inner/b", ["inner/a"]],
    ["sum", ["inner"]],
  ]);
  inner.trainable = true;
  inner.layers[0]?.weights.map(() => Object.assign(inner.layers[0] as object, { trainable: false }));
  expect(summary(model).trainable).toBe(8);
  model.dispose();
});

test("a network with branches says what each layer takes", () => {
  const input = tf.input({ shape: [4], name: "input" });
  const left = tf.layers.dense({ name: "left", units: 2 }).apply(input) as tf.SymbolicTensor;
  const right = tf.layers.dense({ name: "right", units: 3 }).apply(input) as tf.SymbolicTensor;
  const output = tf.layers.concatenate({ name: "both" }).apply([left, right]) as tf.SymbolicTensor;
  const model = tf.model({ name: "branches", inputs: input, outputs: output });
  setLayerGroups(model, [{ name: "all", layers: model.layers }]);
  expect(summary(model).toString().split("\n").slice(1, -1)).toEqual([
    "layer  kind         output shape  parameters  trainable  takes",
    "─────  ───────────  ────────────  ──────────  ─────────  ───────────",
    "input  InputLayer   [N, 4]",
    "left   Dense        [N, 2]                10         10  input",
    "right  Dense        [N, 3]                15         15  input",
    "both   Concatenate  [N, 5]                               left, right",
  ]);
  model.dispose();
});

test("of a model for pictures of any size it leaves sizes open, or tells those for a given size", () => {
  const inner = tf.sequential({
    name: "inner",
    layers: [tf.layers.conv2d({ inputShape: [null, null, 3], filters: 8, kernelSize: 3, strides: 2 })],
  });
  const pool = tf.layers.globalAveragePooling2d({ name: "pool" });
  const model = tf.sequential({ layers: [inner, pool] });
  const shapes = (inputShape?: readonly number[]) => summary(model, { inputShape }).layers.flatMap((layer) => layer.shapes);
  expect(shapes()).toEqual(["[N, ?, ?, 8]", "[N, ?, ?, 8]", "[N, 8]"]);
  expect(summary(model).layers.every(({ follows }) => follows)).toBe(true);
  expect(shapes([65, 33, 3])).toEqual(["[N, 32, 16, 8]", "[N, 32, 16, 8]", "[N, 8]"]);
  model.dispose();
});

test("a layer that serves another model too is told as in this one", () => {
  const dense = tf.layers.dense({ units: 2, name: "shared" });
  const [one, other] = [3, 3].map((size) => {
    const input = tf.input({ shape: [size] });
    return tf.model({ inputs: input, outputs: dense.apply(input) as tf.SymbolicTensor });
  });
  const model = one as tf.LayersModel;
  expect(summary(model).parameters).toBe(8);
  expect(summary(model).layers[1]?.shapes).toEqual(["[N, 2]"]);
  other?.dispose();
});

test("makes no tensors", async () => {
  const model = convolutional();
  expect(await device.leaks(() => summary(model).toString())).toBe(0);
  model.dispose();
});

test("an empty model has no layers", () => {
  expect(summary(tf.sequential({ name: "empty" })).toString()).toMatch(/^empty: 0 layers\n.*\n.*\n0 parameters/);
});
