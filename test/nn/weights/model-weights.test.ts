import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { assignWeights, modelWeights, type WeightArrays, weightArrays } from "../../../lib/nn/weights/index.ts";

beforeAll(async () => void (await device.use()));

/** Two dense layers with a batch normalisation between them; unnamed layers have names of TensorFlow.js. */
const network = ({ units = 3, named = false } = {}): tf.Sequential =>
  tf.sequential({
    layers: [
      tf.layers.dense({ units, inputShape: [2], ...(named && { name: "first" }) }),
      tf.layers.batchNormalization(named ? { name: "layer1.0.bn1" } : {}),
      tf.layers.dense({ units: 1, ...(named && { name: "head" }) }),
    ],
  });

const names = (model: tf.LayersModel): string[] => [...modelWeights(model).keys()];

describe("names of weights", () => {
  test("are the layer's and the weight's", () => {
    const model = network({ named: true });
    expect(names(model)).toEqual([
      "first.kernel",
      "first.bias",
      "layer1.0.bn1.gamma",
      "layer1.0.bn1.beta",
      "layer1.0.bn1.moving_mean",
      "layer1.0.bn1.moving_variance",
      "head.kernel",
      "head.bias",
    ]);
    model.dispose();
  });

  test("of layers without a name of their own are the same for every model built by the same code", () => {
    const models = [network(), network()] as const;
    const [first, second] = models.map(names);
    expect(first).toEqual(second);
    expect(first?.filter((name) => name.endsWith("kernel"))).toEqual(["dense_1.kernel", "dense_2.kernel"]);
    for (const model of models) model.dispose();
  });

  test("never meet: a layer that is called as another would be counted is passed over", () => {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 1, inputShape: [1] }), tf.layers.dense({ units: 1, name: "dense_1" })],
    });
    expect(names(model)).toEqual(["dense_2.kernel", "dense_2.bias", "dense_1.kernel", "dense_1.bias"]);
    model.dispose();
  });

  test("of a model within a model begin with its name, and those of recurrent layers are told apart", () => {
    const inner = tf.sequential({ name: "body", layers: [tf.layers.dense({ units: 2, inputShape: [2], name: "fc" })] });
    const outer = tf.sequential({ layers: [inner, tf.layers.dense({ units: 1, name: "head" })] });
    expect(names(outer)).toEqual(["body.fc.kernel", "body.fc.bias", "head.kernel", "head.bias"]);
    const both = tf.sequential({
      layers: [tf.layers.bidirectional({ layer: tf.layers.lstm({ units: 2 }), mergeMode: "concat", inputShape: [3, 2], name: "both" })],
    });
    const recurrent = names(both);
    expect(new Set(recurrent).size).toBe(6);
    expect(recurrent.every((name) => name.startsWith("both."))).toBe(true);
    for (const model of [outer, both]) model.dispose();
  });
});

describe("assigning weights", () => {
  test("gives a model the outputs of another, and later training of that one does not change what was read", async () => {
    const [from, to] = [network(), network()];
    const weights = await weightArrays(from);
    for (const variable of modelWeights(from).values()) variable.assign(tf.zerosLike(variable));
    assignWeights(to, weights);
    expect(await weightArrays(to)).toEqual(weights);
    expect(weights.get("dense_1.kernel")?.values.some((value) => value !== 0)).toBe(true);
    for (const model of [from, to]) model.dispose();
  });

  test("leaves no tensor behind, whether it succeeds or is refused", async () => {
    const model = network();
    const weights = await weightArrays(model);
    expect(await device.leaks(() => assignWeights(model, weights))).toBe(0);
    expect(await device.leaks(() => expect(() => assignWeights(model, new Map())).toThrow())).toBe(0);
    expect(await device.leaks(() => weightArrays(model))).toBe(0);
    model.dispose();
  });

  test("does not see what happens to the arrays afterwards", async () => {
    const model = network({ named: true });
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    const weights = await weightArrays(model);
    assignWeights(model, new Map([...weights, ["first.kernel", { shape: [2, 3], values }]]));
    values.fill(0);
    expect(Array.from(modelWeights(model).get("first.kernel")?.dataSync() ?? [])).toEqual([1, 2, 3, 4, 5, 6]);
    model.dispose();
  });

  test("of another architecture names the first differences and changes nothing", async () => {
    const [model, other] = [network({ named: true }), network({ named: true, units: 4 })];
    const before = await weightArrays(model);
    const weights: WeightArrays = new Map([...(await weightArrays(other))].filter(([name]) => name !== "head.bias"));
    const extra = new Map([...weights, ["head2.bias", { shape: [1], values: Float32Array.of(1) }]]);
    let message = "";
    try {
      assignWeights(model, extra, { source: "other.safetensors" });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(
      [
        "Expected the weights of this model but other.safetensors has those of another architecture:",
        "  first.kernel: [2, 4] where the model has [2, 3]",
        "  first.bias: [4] where the model has [3]",
        "  layer1.0.bn1.gamma: [4] where the model has [3]",
        "  layer1.0.bn1.beta: [4] where the model has [3]",
        "  layer1.0.bn1.moving_mean: [4] where the model has [3]",
        "  … and 4 more differences",
        "  Nothing was changed. Build the model with the options that the weights were made with.",
      ].join("\n"),
    );
    expect(await weightArrays(model)).toEqual(before);
    for (const each of [model, other]) each.dispose();
  });

  test("may keep some as they are", async () => {
    const [model, other] = [network({ named: true }), network({ named: true })];
    const before = await weightArrays(model);
    const head = ["head.kernel", "head.bias"];
    const weights = await weightArrays(other);
    assignWeights(model, new Map([...weights].filter(([name]) => !head.includes(name))), { keep: head });
    const after = await weightArrays(model);
    expect(after.get("head.kernel")).toEqual(before.get("head.kernel"));
    expect(after.get("first.kernel")).toEqual(weights.get("first.kernel"));
    for (const each of [model, other]) each.dispose();
  });
});
