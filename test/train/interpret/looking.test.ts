import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Image } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { featureMaps, filters, gradCam, occlusion } from "../../../lib/train/index.ts";
import { layerSteps, runSteps } from "../../../lib/train/interpret/layer-steps.ts";
import { branched } from "./networks.ts";

beforeAll(async () => {
  await device.use("wasm");
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const picture = (): tf.Tensor3D => tf.tidy(() => tf.randomUniform([8, 8, 1], 0, 1, "float32", 5) as tf.Tensor3D);

test("the steps of a model are its layers in order, nested ones unfolded, and give what the model gives, also from the middle", () => {
  const model = branched();
  const steps = layerSteps(model);
  expect(steps.steps.map(({ layer }) => layer.name)).toEqual(["first", "second", "sum", "active", "mean", "scores"]);
  tf.tidy(() => {
    const batch = picture().expandDims(0);
    const known = new Map([[steps.inputs[0] as number, batch as tf.Tensor]]);
    const whole = Array.from(runSteps(steps, { known, wanted: steps.outputs[0] as number }).dataSync());
    expect(whole).toEqual(Array.from((model.predict(batch) as tf.Tensor).dataSync()));
    const place = steps.steps[3]?.to[0] as number;
    const middle = new Map([[place, known.get(place) as tf.Tensor]]);
    expect(Array.from(runSteps(steps, { known: middle, wanted: steps.outputs[0] as number }).dataSync())).toEqual(whole);
    expect(() => runSteps(steps, { known: new Map(), wanted: place })).toThrow("Expected values from which place");
  });
});

test("Grad-CAM's weights are the score's slope by each channel, measured by moving the bias of a layer a little", async () => {
  const model = branched();
  const image = picture();
  const heat = await gradCam(model, image, { layer: "second", class: 1 });
  // ∂score / ∂bias of a channel of a linear convolution is the sum over all places of ∂score / ∂map.
  const bias = model.getLayer("second").weights[1]?.read() as tf.Variable;
  const score = (): number => tf.tidy(() => (model.predict(image.expandDims(0)) as tf.Tensor).dataSync()[1] as number);
  const step = 0.01;
  const slopes = [0, 1, 2, 3].map((channel) => {
    const moved = (by: number): number => {
      tf.tidy(() => bias.assign(tf.tensor1d([0, 1, 2, 3].map((other) => (other === channel ? by : 0)))));
      return score();
    };
    return (moved(step) - moved(-step)) / (2 * step) / 64;
  });
  tf.tidy(() => bias.assign(tf.zeros([4])));
  const maps = tf.tidy(() =>
    (
      tf
        .model({ inputs: model.inputs, outputs: model.getLayer("second").output as tf.SymbolicTensor })
        .predict(image.expandDims(0)) as tf.Tensor
    ).dataSync(),
  );
  for (let pixel = 0; pixel < 64; pixel++) {
    const wanted = Math.max(
      0,
      slopes.reduce((sum, slope, channel) => sum + slope * (maps[4 * pixel + channel] as number), 0),
    );
    expect(heat.heat[pixel]).toBeCloseTo(wanted, 4); // float32, and where ReLU bends within the step
  }
  expect([heat.height, heat.width, heat.label]).toEqual([8, 8, 1]);
  image.dispose();
});

test("Grad-CAM looks at the predicted class through the last maps unless told, and shows picture and heat side by side", async () => {
  const model = branched();
  const image = picture();
  const best = tf.tidy(() => (model.predict(image.expandDims(0)) as tf.Tensor).argMax(1).dataSync()[0]);
  const heat = await gradCam(model, image, { classes: ["cat", "dog", "owl"] });
  expect(heat.label).toBe(best);
  expect(String(heat[displaySymbol]()["text/html"])).toContain("Grad-CAM at active");
  expect(String(heat)).toContain(`What speaks for ${["cat", "dog", "owl"][best ?? 0]}, probability`);
  const one = branched({ outputs: 1 });
  const [yes, no] = [await gradCam(one, image, { class: "yes" }), await gradCam(one, image, { class: 0 })];
  expect(yes.score + no.score).toBeCloseTo(1, 5);
  image.dispose();
});

test("occlusion finds the only pixels that a model looks at", async () => {
  const kernel = tf.tidy(
    () =>
      tf
        .oneHot(tf.tensor1d([9, 9], "int32"), 64)
        .cast("float32")
        .transpose()
        .mul(tf.tensor1d([-4, 4])) as tf.Tensor2D,
  ); // [64, 2]
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 2 })] });
  model.setWeights([kernel, tf.zeros([2])]); // class 1 grows with the pixel at row 1, column 1
  const values = new Uint8Array(64);
  values[9] = 255;
  const image = new Image({ values, height: 8, width: 8, channels: 1 });
  const { heat, label } = await occlusion(model, image, { size: 2, stride: 1 });
  expect(label).toBe(1);
  expect(Math.max(...heat)).toBe(heat[9]);
  for (let pixel = 0; pixel < 64; pixel++) if (pixel % 8 > 2 || pixel > 24) expect(heat[pixel]).toBeCloseTo(0, 6);
  await expect(async () => occlusion(model, image, { size: 9 })).rejects.toThrow("at most 8, the picture's shorter side, but got 9");
  await expect(async () => occlusion(model, image, { size: 2, stride: 3 })).rejects.toThrow("would never be hidden");
});

test("filters are one picture each, in colour for colour pictures; deeper ones channel by channel", async () => {
  expect(String(await filters(branched()))).toBe("first: 4 filters of 3 × 3: 4 pictures of 3 × 3 pixels, grey");
  expect(String(await filters(branched({ channels: 3 })))).toContain("4 pictures of 3 × 3 pixels, in colour");
  expect(String(await filters(branched(), "second"))).toContain("4 of 4 filters of 3 × 3, a row each; 4 of their 4 channels");
});

test("feature maps are one picture a channel of the layer that is named", async () => {
  const image = picture();
  expect(String(await featureMaps(branched(), image))).toContain("first: 4 maps of 8 × 8: 4 pictures of 8 × 8 pixels, grey");
  expect(String(await featureMaps(branched(), image, { layer: "sum", count: 2 }))).toContain("sum: 2 of 4 maps");
  image.dispose();
});

test("says what is wrong with layers, classes and pictures", async () => {
  const model = branched();
  const image = picture();
  const dense = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 2 })] });
  expect(() => filters(model, "secnd")).toThrow('Expected layer to be one of the model\'s but got "secnd".\n  Did you mean "second"');
  expect(() => filters(model, "scores")).toThrow('but "scores" is a Dense');
  await expect(gradCam(dense, image)).rejects.toThrow("Expected a model with a convolution, for Grad-CAM weighs the maps that it makes");
  await expect(gradCam(model, image, { layer: "mean" })).rejects.toThrow('but "mean" makes [N, 4]');
  await expect(gradCam(model, image, { class: 3 })).rejects.toThrow("Expected class to be one of the 3 classes but got 3");
  await expect(gradCam(model, image, { class: "own", classes: ["cat", "dog", "owl"] })).rejects.toThrow('Did you mean "owl"');
  expect(() => gradCam(model, tf.zeros([9, 8, 1]))).toThrow(
    "Expected a picture of shape [8, 8, 1], which the model takes, but got [9, 8, 1]",
  );
  expect(() => gradCam(model, tf.zeros([2, 8, 8, 1]))).toThrow("Expected one picture");
  expect(() => gradCam(model, [1] as never)).toThrow("Expected a picture as an Image or a tensor");
  image.dispose();
});

test("leaves no tensor behind, whether it works or not", async () => {
  const model = branched();
  const image = picture();
  const run = async (): Promise<void> => {
    await gradCam(model, image);
    await occlusion(model, image, { size: 4 });
    await featureMaps(model, image, { layer: "active" });
    await filters(model);
    await expect(gradCam(model, image, { class: 7 })).rejects.toThrow("class");
    await expect(featureMaps(model, image, { layer: "mean" })).rejects.toThrow("maps");
    await expect(occlusion(model, image, { size: 99 })).rejects.toThrow("size");
  };
  await run();
  expect(await device.leaks(run)).toBe(0);
  image.dispose();
});
