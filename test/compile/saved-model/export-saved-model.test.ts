import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Problem, pythonProgram } from "../../../lib/base/index.ts";
import { exportSavedModel } from "../../../lib/compile/index.ts";
import { loader } from "../../../lib/data/index.ts";
import { backendOfTensorFlow, device, tf } from "../../../lib/device/index.ts";
import { batchNormalization, dropout } from "../../../lib/nn/index.ts";
import { binaryCrossEntropyWithLogits, Learner, meanSquaredError } from "../../../lib/train/index.ts";
import { mobilenet, resnet18, vgg16 } from "../../../lib/vision/index.ts";
import { testWith } from "../../support/parts.ts";
import { free } from "../../train/free.ts";
import { side, stripes } from "../../train/pictures.ts";
import { seededNetwork, smallLearner } from "../../train/small-learner.ts";

const native = testWith("tensorflow");
const folder = mkdtempSync(join(tmpdir(), "descent-saved-model-test-"));
beforeAll(async () => void (await device.use().catch(() => undefined)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let models = 0;
const place = (): string => join(folder, `model-${models++}`);
const pictures = (...shape: [number, number, number, number]): tf.Tensor4D => tf.randomNormal(shape, 0, 1, "float32", 7);

/** What a SavedModel gives for pictures, by TensorFlow's own reader of such. */
function served(version: string, images: tf.Tensor, outputs: readonly string[] = ["scores"]): { shape: number[]; values: number[] }[] {
  const backend = backendOfTensorFlow();
  const session = backend.binding.loadSavedModel(version, "serve");
  const ids = backend.getInputTensorIds([images]);
  const made = backend.binding.runSavedModel(session, ids, "pictures:0", outputs.map((name) => `${name}:0`).join());
  backend.binding.deleteSavedModel(session);
  return made.map((metadata) => {
    const tensor = backend.createOutputTensor(metadata);
    const values = Array.from(tensor.dataSync());
    tensor.dispose();
    return { shape: metadata.shape, values };
  });
}

/** Runs a SavedModel with a batch of each shape, and the model beside it. */
function expectSame(version: string, model: tf.LayersModel, shapes: readonly [number, number, number, number][]): void {
  for (const shape of shapes) {
    const images = pictures(...shape);
    const expected = model.predict(images) as tf.Tensor;
    const [got] = served(version, images);
    expect(got?.shape).toEqual(expected.shape);
    const wanted = expected.dataSync();
    const largest = Math.max(1, ...wanted.map(Math.abs));
    for (const [index, value] of (got?.values ?? []).entries())
      expect(Math.abs(value - (wanted[index] as number)) / largest).toBeLessThan(1e-5);
    tf.dispose([images, expected]);
  }
}

/** Gives every weight another value, as training would: averages of batch normalisation too, which stay positive. */
function shake(model: tf.LayersModel): void {
  model.setWeights(
    model.getWeights().map((weight, index) => tf.add(weight, tf.randomUniform(weight.shape, -0.05, 0.05, "float32", index + 1))),
  );
}

describe("gives what the model gives, for batches of any size", () => {
  const relu = tf.layers.reLU;
  const cases: readonly [string, () => tf.LayersModel, readonly [number, number, number]][] = [
    [
      "a small network with batch normalisation and dropout",
      () =>
        tf.sequential({
          layers: [
            tf.layers.conv2d({ inputShape: [8, 8, 2], filters: 4, kernelSize: 3, activation: "relu" }),
            batchNormalization({ name: "norm" }),
            tf.layers.flatten(),
            dropout(0.5),
            tf.layers.dense({ units: 3 }),
          ],
        }),
      [8, 8, 2],
    ],
    [
      "layers of TensorFlow.js",
      () =>
        tf.sequential({
          layers: [
            tf.layers.zeroPadding2d({ inputShape: [9, 7, 2], padding: [1, 2] }),
            tf.layers.separableConv2d({ filters: 6, kernelSize: 3, padding: "same" }),
            tf.layers.batchNormalization(),
            relu(),
            tf.layers.upSampling2d({ size: [2, 2] }),
            tf.layers.averagePooling2d({ poolSize: 2 }),
            tf.layers.layerNormalization(),
            tf.layers.conv2dTranspose({ filters: 5, kernelSize: 3, strides: 2 }),
            tf.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
            tf.layers.gaussianNoise({ stddev: 1 }),
            tf.layers.cropping2D({
              cropping: [
                [1, 1],
                [1, 1],
              ],
            }),
            tf.layers.permute({ dims: [2, 1, 3] }),
            tf.layers.flatten(),
            tf.layers.dropout({ rate: 0.5 }),
            tf.layers.repeatVector({ n: 4 }),
            tf.layers.gru({ units: 3, returnSequences: true }),
            tf.layers.reshape({ targetShape: [6, 2] }),
            tf.layers.lstm({ units: 3 }),
            tf.layers.dense({ units: 4, activation: "elu" }),
          ],
        }),
      [9, 7, 2],
    ],
    ["a ResNet", () => resnet18({ width: 0.1, classes: 5 }), [40, 40, 3]],
    ["a MobileNet", () => mobilenet({ width: 0.1, classes: 5 }), [40, 40, 3]],
    ["a VGG, with adaptive pooling", () => vgg16({ width: 0.05, classes: 5, inputShape: [32, 32, 3] }), [32, 32, 3]],
  ];
  for (const [name, make, pictureShape] of cases) {
    native(name, async () => {
      const model = make();
      shake(model);
      const version = await exportSavedModel(place(), { model, pictureShape });
      expectSame(
        version,
        model,
        [1, 5].map((batch) => [batch, ...pictureShape]),
      );
      model.dispose();
    });
  }

  native("and of any height and width where the model takes these", async () => {
    for (const make of [resnet18, mobilenet]) {
      const model = make({ width: 0.1, classes: 5 });
      const version = await exportSavedModel(place(), { model, pictureShape: [40, 40, 3] });
      expectSame(version, model, [
        [2, 40, 40, 3],
        [3, 33, 70, 3],
      ]);
      model.dispose();
    }
  });

  native("of the size of the training pictures where another would make another graph", async () => {
    const model = vgg16({ width: 0.05, classes: 5, inputShape: [null, null, 3] });
    const version = await exportSavedModel(place(), { model, pictureShape: [64, 32, 3] });
    expectSame(version, model, [[4, 64, 32, 3]]);
    await expect(exportSavedModel(place(), { model })).rejects.toMatchObject({ code: "saved-model-size" });
    model.dispose();
  });

  native("where a layer makes numbers of the size of the batch", async () => {
    const model = modelWith((x) => {
      const [count = 0, , , channels = 0] = x.shape;
      const rows = tf.add(tf.reshape(x, [count * 4, 4, channels]), tf.fill([count * 4, 1, channels], 2)); // [4N, 4, C]
      const means = tf.div(tf.sum(tf.mul(x, tf.mul(tf.onesLike(x), 2)), 0, true), tf.scalar(count)); // [1, 4, 4, C]
      const zeros = tf.tensor(new Float32Array(count * channels).fill(3), [count, 1, 1, channels]);
      return tf.add(tf.add(tf.reshape(rows, x.shape), tf.tile(means, [count, 1, 1, 1])), zeros);
    });
    expectSame(await exportSavedModel(place(), { model }), model, [
      [1, 4, 4, 2],
      [6, 4, 4, 2],
    ]);
    model.dispose();
  });
});

/** A model with a layer of one's own: pictures `[N, 4, 4, 2]` → the mean of what it gives, `[N, 2]`. */
function modelWith(compute: (x: tf.Tensor) => tf.Tensor): tf.LayersModel {
  class Own extends tf.layers.Layer {
    static className = `Own${models++}`;
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => compute(Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs));
    }
  }
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [4, 4, 2] }),
      new Own({ name: "my-own-layer", trainable: false }),
      tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    ],
  });
}

describe("of a learner", () => {
  native("scores, probabilities and the averages of batch normalisation as training left them; version after version", async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [side, side, 1], filters: 4, kernelSize: 3, activation: "relu" }),
        tf.layers.batchNormalization({ momentum: 0.5 }),
        tf.layers.flatten(),
        tf.layers.dropout({ rate: 0.2 }),
        tf.layers.dense({ units: 3 }),
      ],
    });
    const learner = smallLearner({ model });
    onTestFinished(() => free(learner));
    const home = join(place(), "deep");
    const first = await learner.exportSavedModel(home);
    await learner.fit(1);
    const second = await learner.exportSavedModel(home);
    expect([first, second]).toEqual([join(home, "1"), join(home, "2")]);
    expect(readdirSync(home).sort()).toEqual(["1", "2"]);
    expectSame(second, model, [[4, side, side, 1]]);
    const images = pictures(3, side, side, 1);
    const [scores, probabilities] = served(second, images, ["scores", "probabilities"]);
    const expected = tf.softmax(tf.tensor(scores?.values ?? [], [3, 3]));
    for (const [index, value] of expected.dataSync().entries()) expect(probabilities?.values[index]).toBeCloseTo(value, 5);
    expect(served(first, images)[0]?.values[0]).not.toBeCloseTo(scores?.values[0] ?? 0, 5);
    tf.dispose([images, expected]);
  });

  native("of no and yes too; values come alone", async () => {
    const labels = Int32Array.from({ length: 12 }, (_, index) => index % 2);
    for (const [loss, names] of [
      [binaryCrossEntropyWithLogits, ["scores", "probabilities"]],
      [meanSquaredError, ["scores"]],
    ] as const) {
      const data = loader(stripes(12, { labels }), { batchSize: 12 });
      const learner = new Learner({ model: seededNetwork({ units: 1 }), train: data, valid: data, loss });
      const version = await learner.exportSavedModel(place());
      const images = pictures(2, side, side, 1);
      const outputs = served(version, images, names);
      expect(outputs.map(({ shape }) => shape)).toEqual([[2, 1], ...(names.length > 1 ? [[2, 2]] : [])]);
      expect(() => served(version, images, [...names, "probabilities_1"])).toThrow();
      images.dispose();
      free(learner);
    }
  });

  const inPython = testWith("tensorflow", "python");
  inPython(
    "Python's TensorFlow gives the same",
    async () => {
      const model = resnet18({ width: 0.1, classes: 5 });
      shake(model);
      const outputs = (scores: tf.Tensor) => ({ scores, probabilities: tf.softmax(scores) });
      const version = await exportSavedModel(place(), { model, pictureShape: [32, 32, 3], outputs });
      const images = [pictures(1, 32, 32, 3), pictures(5, 32, 48, 3)];
      const path = join(folder, "pictures.json");
      writeFileSync(path, JSON.stringify(images.map((batch) => batch.arraySync())));
      const script = `
import json, sys
import numpy as np
import tensorflow as tf
model = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
name, info = next(iter(model.structured_input_signature[1].items()))
batches = json.load(open(sys.argv[2]))
answers = [model(pictures=tf.constant(np.array(batch, np.float32))) for batch in batches]
outputs = {key: list(value.shape) for key, value in model.structured_outputs.items()}
print(json.dumps({"input": [name, info.dtype.name, list(info.shape)], "outputs": outputs,
  "answers": [{key: value.numpy().tolist() for key, value in answer.items()} for answer in answers]}))
`;
      const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3", CUDA_VISIBLE_DEVICES: "" };
      const { stdout } = await promisify(execFile)(pythonProgram("python") ?? "python", ["-c", script, version, path], { env });
      const got = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
      expect(got.input).toEqual(["pictures", "float32", [null, null, null, 3]]);
      expect(got.outputs).toEqual({ scores: [null, 5], probabilities: [null, 5] });
      for (const [index, batch] of images.entries()) {
        const scores = model.predict(batch) as tf.Tensor2D;
        const expected = { scores: scores.arraySync(), probabilities: tf.softmax(scores).arraySync() };
        for (const name of ["scores", "probabilities"] as const)
          for (const [row, numbers] of expected[name].entries())
            for (const [column, number] of numbers.entries()) expect(got.answers[index][name][row][column]).toBeCloseTo(number, 5);
      }
      tf.dispose(images);
      model.dispose();
    },
    120_000,
  );
});

describe("what can't be written is refused with the cause, and nothing is left behind", () => {
  /** What is said of a model; the folder stays empty and no tensor is left. */
  async function refusal(model: tf.LayersModel): Promise<string> {
    const home = place();
    const before = tf.memory().numTensors;
    const said = await exportSavedModel(home, { model }).then(
      () => "",
      (error: Problem) => `${error.message}\n${error.hint}`,
    );
    expect(existsSync(home) ? readdirSync(home) : []).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
    model.dispose();
    return said;
  }

  native("a layer that depends on the size of the batch", async () => {
    const said = await refusal(modelWith((x) => tf.mul(x, 1 / (x.shape[0] as number))));
    expect(said).toContain(
      'the layer "my-own-layer" does not: at its operation Mul, it takes the number 0.5 for 2 pictures and the number 0.3333 for 3',
    );
    expect(said).toContain("tf.mean");
    expect(await refusal(modelWith((x) => (x.shape[0] === 2 ? tf.relu(x) : tf.neg(x))))).toContain("other operations");
  });

  native("one that decides by it for other sizes than were recorded", async () => {
    expect(await refusal(modelWith((x) => ((x.shape[0] as number) > 3 ? tf.add(x, 1) : x)))).toContain("a batch of 5 pictures");
  });

  native("one that reads values", async () => {
    expect(await refusal(modelWith((x) => ((x.sum().dataSync()[0] as number) > 1e9 ? tf.neg(x) : x)))).toContain("it reads the values");
  });

  native("a folder that is a file", async () => {
    const path = place();
    writeFileSync(path, "a file");
    const model = modelWith(tf.relu);
    await expect(exportSavedModel(path, { model })).rejects.toThrow(`The model could not be written to ${path}`);
    await expect(exportSavedModel("", { model })).rejects.toThrow(
      'Expected folder to be the path of a folder, such as "models/cnn", but got',
    );
    model.dispose();
  });

  test("on another engine", async () => {
    await device.use("wasm");
    const model = modelWith(tf.relu);
    const problem = { code: "saved-model-engine", hint: expect.stringContaining("device.use") };
    await expect(exportSavedModel(place(), { model })).rejects.toMatchObject(problem);
    model.dispose();
  });
  afterAll(async () => void (await device.use().catch(() => undefined)));
});

native("no tensor stays behind, and layers are as they were", async () => {
  const model = seededNetwork();
  const before = tf.memory().numTensors;
  const version = await exportSavedModel(place(), { model });
  expect(tf.memory().numTensors).toBe(before);
  expect(model.layers.filter((layer) => Object.hasOwn(layer, "call"))).toEqual([]);
  expect(readFileSync(join(version, "saved_model.pb")).includes("serving_default")).toBe(true);
  model.dispose();
});
