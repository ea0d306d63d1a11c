import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ImageDataset, loader, transforms as T } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { accuracy, binaryCrossEntropyWithLogits, crossEntropy, interpret, Learner, meanSquaredError } from "../../../lib/train/index.ts";
import { side, smallNetwork, stripes } from "../pictures.ts";

const cellKey = Symbol.for("descent.cell");

beforeAll(async () => {
  await device.use("wasm");
  vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
});
afterAll(() => {
  vi.restoreAllMocks();
});

const centred = T.normalize({ mean: 0.5, std: 0.25 });
const pictures = stripes(40);
const load = (transforms = [centred]) => loader(pictures, { batchSize: 7, shuffle: true, transforms });
const look = () => interpret({ model: smallNetwork(), loss: crossEntropy(), loader: load() });

test("a learner interprets its validation pictures: accuracy and mean loss are those of validate, in the data set's order", async () => {
  const learner = new Learner({ model: smallNetwork(), train: load(), valid: load(), metrics: [accuracy] });
  const [report, scores] = [await learner.interpret(), await learner.validate()];
  expect(report.accuracy.value).toBeCloseTo(scores["accuracy"] ?? Number.NaN, 6);
  expect(report.losses.reduce((sum, loss) => sum + loss, 0) / 40).toBeCloseTo(scores.loss, 4);
  expect(report.labels).toEqual(pictures.labels);
  expect(report.predictions).toEqual((await learner.predict(pictures)).classes);
  expect((await learner.interpret(stripes(9))).labels).toHaveLength(9);
  learner.dispose();
});

test("the views agree with one another, and it shows itself in words and as a page", async () => {
  const report = await look();
  const wrong = report.labels.filter((label, index) => label !== report.predictions[index]).length;
  const pairs = report.mostConfused();
  expect(pairs.reduce((sum, { count }) => sum + count, 0)).toBe(wrong);
  expect(Object.keys(pairs[0] ?? {})).toEqual(["actual", "predicted", "count"]);
  expect(report.mostConfused(1000)).toHaveLength(0);
  expect(String(report.mostConfused(1000))).toBe("nothing was confused");
  expect(String(pairs[displaySymbol]()["text/html"])).toContain("<table");
  expect(report.report().accuracy).toBeCloseTo(report.accuracy.value, 12);
  expect(report.confusionMatrix().data[0]?.["x"]).toEqual(pictures.classes);
  expect(
    String(
      report.confusionMatrix({ normalise: true }).layout["title"] &&
        JSON.stringify(report.confusionMatrix({ normalise: true }).layout["title"]),
    ),
  ).toContain("%");
  expect(report.calibrationError()).toBeGreaterThanOrEqual(0);
  expect(report.calibration({ bins: 5 }).toString()).toContain("Expected calibration error");
  expect(report.curves().toString()).toContain("ROC");
  expect(report.curves({ kind: "precision-recall" }).toString()).toContain("Average precision");
  expect(String(report)).toMatch(/^40 pictures of stripes \(train\): accuracy 0\.\d{3} ± 0\.\d{3}, mean loss/);
  expect(String(report[displaySymbol]()["text/html"])).toContain("<table");
});

test("the greatest losses come first, as data and as a sheet of the pictures as they were", async () => {
  const report = await look();
  const worst = report.worst(5);
  expect(worst.map(({ loss }) => loss)).toEqual([...report.losses].sort((one, other) => other - one).slice(0, 5));
  const [first] = worst;
  expect(first).toMatchObject({
    id: pictures.ids[first?.index ?? -1],
    actual: pictures.classes[pictures.labels?.[first?.index ?? -1] ?? -1],
  });
  const sheet = await report.topLosses(5);
  expect(String(sheet)).toContain(`5 pictures of ${side} × ${side} pixels, grey`);
  expect(String(sheet)).toContain(`${first?.actual} → ${first?.predicted} #${first?.index}, loss`);
});

test("a picture is chosen by its place or given, and goes through the loader's transforms; of several crops the middle one is looked at", async () => {
  const report = await look();
  const { image } = pictures.get(3);
  const [byPlace, given] = [await report.gradCam(3), await report.gradCam(image)];
  expect(given.heat).toEqual(byPlace.heat);
  expect((await report.occlusion(3, { size: 3 })).label).toBe(pictures.labels?.[3]);
  expect(String(await report.featureMaps(3))).toContain("4 maps");
  expect(String(await report.filters())).toContain("4 filters");
  await expect(report.gradCam(40)).rejects.toThrow(RangeError);
  const crops = loader(stripes(6, { height: 8, width: 8 }), { batchSize: 4, transforms: [T.fiveCrop(side), centred] });
  const ofCrops = await interpret({ model: smallNetwork(), loss: crossEntropy(), loader: crops });
  expect(ofCrops.labels).toHaveLength(6);
  expect((await ofCrops.gradCam(1)).height).toBe(side);
});

test("a yes-or-no model is interpreted as two classes, and one of values by what makes sense", async () => {
  const yesNo = stripes(12, { labels: Int32Array.from({ length: 12 }, (_, index) => index % 2) });
  const one = smallNetwork({ units: 1 });
  const binary = await interpret({
    model: one,
    loss: binaryCrossEntropyWithLogits(),
    loader: loader(yesNo, { batchSize: 5 }),
    classes: ["no", "yes"],
  });
  expect(binary.outputs).toHaveLength(24);
  expect(binary.confusionMatrix().data[0]?.["x"]).toEqual(["no", "yes"]);
  expect(binary.curves().toString()).toContain("yes:");
  const values = await interpret({ model: one, loss: meanSquaredError(), loader: loader(yesNo, { batchSize: 5 }) });
  expect(String(values)).toContain("mean loss");
  expect(String(await values.topLosses(2))).toContain("2 pictures");
  expect((await values.gradCam(0)).score).toBeCloseTo(values.outputs[0] ?? Number.NaN, 5);
  expect(() => values.confusionMatrix()).toThrow("Expected a model that tells classes");
  expect(() => values.accuracy).toThrow("but this one gives values");
});

test("hidden labels are refused, with what to do", async () => {
  const { id, split, classes, ids, height, width, channels, pixels } = stripes(6);
  const hidden = new ImageDataset({ id, split, classes, ids, height, width, channels, pixels, labels: undefined });
  await expect(interpret({ model: smallNetwork(), loss: crossEntropy(), loader: loader(hidden, { batchSize: 3 }) })).rejects.toThrow(
    "Expected pictures with labels, to see where the model is wrong, but those of 6 pictures of stripes (train) are hidden",
  );
});

test("leaves no tensor behind, also when it is stopped", async () => {
  const model = smallNetwork();
  const run = () => interpret({ model, loss: crossEntropy(), loader: load() });
  const report = await run();
  expect(
    await device.leaks(async () => {
      await run();
      await report.topLosses(3);
      await report.gradCam(0);
      await report.occlusion(0);
      await report.featureMaps(0);
    }),
  ).toBe(0);
  const stop = new AbortController();
  const measured = vi.spyOn(model, "apply").mockImplementationOnce((...inputs) => {
    stop.abort();
    return tf.LayersModel.prototype.apply.call(model, ...inputs);
  });
  (globalThis as Record<symbol, unknown>)[cellKey] = { signal: stop.signal };
  try {
    expect(await device.leaks(() => expect(run()).rejects.toThrow("There is no interpretation, for a part"))).toBe(0);
  } finally {
    delete (globalThis as Record<symbol, unknown>)[cellKey];
    measured.mockRestore();
  }
});
