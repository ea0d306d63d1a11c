import { beforeAll, describe, expect, test, vi } from "vitest";
import { type ImageDataset, loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { displaySymbol } from "../../lib/plot/index.ts";
import { accuracy, Learner, type LearnerOptions, type Metric, sgd } from "../../lib/train/index.ts";
import { side, smallNetwork, stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";

beforeAll(async () => void (await device.use()));
const printed = quietFits();

function learnerOn(changes: Partial<LearnerOptions> & { readonly set?: ImageDataset } = {}): Learner {
  const { set = stripes(90), model = smallNetwork(), ...options } = changes;
  return new Learner({
    model,
    train: loader(set, { batchSize: 16, shuffle: true, seed: 1, resident: false }), // resident.test.ts has the others
    valid: loader(stripes(32, { split: "valid" }), { batchSize: 12 }),
    metrics: [accuracy],
    ...options,
  });
}

const weightsOf = (model: tf.LayersModel): number[] => model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));

/** Aborts after the given number of batches have come out of the loader. */
function stopAfter(batches: number, learner: Learner, part: "train" | "valid" = "train"): AbortSignal {
  const controller = new AbortController();
  const source = learner[part];
  const original = source.at.bind(source);
  let seen = 0;
  source.at = async function* (epoch) {
    for await (const batch of original(epoch)) {
      if (++seen > batches) controller.abort();
      yield batch;
    }
  };
  return controller.signal;
}

describe("fit", () => {
  test("learns: losses fall, accuracy rises, and the history and the table tell it", async () => {
    const learner = learnerOn();
    const before = await learner.validate();
    const history = await learner.fit(8, { learningRate: 0.01 });
    const after = await learner.validate();
    expect(after["accuracy"]).toBeGreaterThan(0.9);
    expect(after.loss).toBeLessThan(before.loss / 2);
    expect(history.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(history.epochs.at(-1)?.valid).toEqual(after);
    expect(history.batchLosses).toHaveLength(8 * 6);
    expect(printed().split("\n").slice(0, 3)).toEqual([
      expect.stringMatching(/^epoch {2}train_loss {2}valid_loss {2}accuracy {2}time$/),
      expect.stringMatching(/^─+/),
      expect.stringMatching(/^ {4}1 .*\d\.\d{4} .* s$/),
    ]);
    expect(history.toString()).toMatch(/^8 epochs in .* s: valid_loss .*, accuracy .*$/);
    expect(history[displaySymbol]()).toEqual({ "text/plain": history.toString() });
  });

  test("the training loss of an epoch is the mean over its pictures, also when its last batch is smaller", async () => {
    const { epochs, batchLosses } = await learnerOn().fit(1);
    const sizes = [16, 16, 16, 16, 16, 10];
    const mean = batchLosses.reduce((sum, loss, index) => sum + loss * (sizes[index] ?? 0), 0) / 90;
    expect(epochs[0]?.trainLoss).toBeCloseTo(mean, 6);
  });

  test("one step is what PyTorch's would be: each weight minus rate times gradient", async () => {
    const set = stripes(8);
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [side, side, 1] }), tf.layers.dense({ units: 3 })] });
    const one = { train: loader(set, { batchSize: 8 }), valid: loader(set, { batchSize: 8 }) };
    const learner = new Learner({ model, ...one, optimizer: sgd() });
    const [kernel = [], bias = []] = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const wanted = [...kernel.map(() => 0), ...bias.map(() => 0)];
    for (let picture = 0; picture < 8; picture++) {
      const x = Array.from(set.pixels.subarray(picture * side * side, (picture + 1) * side * side), (value) => value / 255);
      const scores = bias.map((start, unit) => x.reduce((sum, value, pixel) => sum + value * (kernel[pixel * 3 + unit] ?? 0), start));
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      for (let unit = 0; unit < 3; unit++) {
        const slope = (Math.exp(scores[unit] ?? 0) / total - (set.labels?.[picture] === unit ? 1 : 0)) / 8;
        for (let pixel = 0; pixel < x.length; pixel++)
          wanted[pixel * 3 + unit] = (wanted[pixel * 3 + unit] ?? 0) - 0.5 * slope * (x[pixel] ?? 0);
        wanted[kernel.length + unit] = (wanted[kernel.length + unit] ?? 0) - 0.5 * slope;
      }
    }
    await learner.fit(1, { learningRate: 0.5 });
    weightsOf(model).forEach((weight, index) => {
      expect(weight - ([...kernel, ...bias][index] ?? 0)).toBeCloseTo(wanted[index] ?? Number.NaN, 5);
    });
  });

  test("trains in training mode and judges in inference mode: batch normalisation learns its averages, dropout is off in validate", async () => {
    const learner = learnerOn();
    const averages = () =>
      Array.from(
        learner.model
          .getLayer(undefined as never, 1)
          .getWeights()[2]
          ?.dataSync() ?? [],
      );
    const before = averages();
    await learner.fit(1);
    expect(averages()).not.toEqual(before);
    const still = averages();
    expect(await learner.validate()).toEqual(await learner.validate());
    expect(averages()).toEqual(still);
  });

  test("goes on from what was learnt before, with the optimizer's memory", async () => {
    const learner = learnerOn();
    const first = await learner.fit(3, { learningRate: 0.01 });
    const second = await learner.fit(3, { learningRate: 0.01 });
    expect(second.epochs[0]?.trainLoss).toBeLessThan(first.epochs[0]?.trainLoss ?? 0);
  });

  test("the quick budget makes it one short epoch, and says so", async () => {
    vi.stubEnv("DESCENT_BUDGET", "quick");
    const learner = learnerOn({ set: stripes(900) });
    const history = await learner.fit(5);
    expect(history.batchLosses).toHaveLength(20);
    expect(history.epochs).toHaveLength(1);
    expect(printed()).toContain("DESCENT_BUDGET=quick: 1 epoch of 20 batches instead of 5 of 57\n");
  });

  test("refuses what makes no sense, in words", async () => {
    const learner = learnerOn();
    await expect(learner.fit(0)).rejects.toThrow("Expected epochs to be a positive integer but got 0");
    await expect(learner.fit(1.5)).rejects.toThrow("Expected epochs to be a positive integer but got 1.5");
    await expect(learner.fit(1, { learningRate: 0 })).rejects.toThrow("Expected learningRate to be a positive number but got 0");
    await expect(learner.fit(1, { learningRate: Number.NaN })).rejects.toThrow("Expected learningRate to be a positive number but got NaN");
  });

  test("a second fit at the same time is refused, the first goes on", async () => {
    const learner = learnerOn();
    const first = learner.fit(1);
    await expect(learner.fit(1)).rejects.toThrow("This learner is training already");
    expect((await first).epochs).toHaveLength(1);
  });
});

describe("stop", () => {
  test("ends at the next batch, keeps what was learnt, and says where", async () => {
    const learner = learnerOn();
    const before = weightsOf(learner.model);
    const history = await learner.fit(5, { signal: stopAfter(8, learner) });
    expect(history.stopped).toEqual({ epoch: 2, batch: 2, validating: false });
    expect(history.batchLosses).toHaveLength(8);
    expect(printed()).toContain("stopped in epoch 2 at batch 2; the learner keeps what it has learnt\n");
    expect(String(history)).toMatch(/^1 epoch in .*; stopped in epoch 2 at batch 2;/);
    expect(weightsOf(learner.model)).not.toEqual(before);
    expect((await learner.fit(1)).epochs).toHaveLength(1);
  });

  test("while validating, leaves the epoch without scores", async () => {
    const learner = learnerOn();
    const history = await learner.fit(5, { signal: stopAfter(1, learner, "valid") });
    expect(history.stopped).toEqual({ epoch: 1, batch: 6, validating: true });
    expect(history.epochs).toEqual([]);
    expect(String(history)).toBe("stopped in epoch 1 while validating; the learner keeps what it has learnt");
  });

  test("the running cell's signal is obeyed by fit, and by predict and validate with a word on what it means", async () => {
    const learner = learnerOn();
    const controller = new AbortController();
    const cell = globalThis as { [key: symbol]: unknown };
    cell[Symbol.for("descent.cell")] = { signal: controller.signal };
    try {
      const running = learner.fit(1000, { signal: new AbortController().signal }); // beside which Stop counts
      setTimeout(() => controller.abort(), 100);
      const history = await running;
      expect(history.stopped).toBeDefined();
      expect(history[displaySymbol]()).toBeUndefined(); // the cell that trained has shown it
      const meaning = "Stopped after 0 batches. There are no predictions, for those of a part of the pictures are of no use.";
      await expect(learner.predict(stripes(32))).rejects.toThrow(meaning);
      await expect(learner.validate()).rejects.toThrow("Stopped after 0 batches. There are no scores,");
      const said = vi.mocked(process.stderr.write).mock.calls.join("");
      expect(said).toContain(`Predicting: ${meaning}`);
    } finally {
      delete cell[Symbol.for("descent.cell")];
    }
  });
});

describe("a loss that is no number", () => {
  test("names the batch, says what to try, and leaves the learner where the epoch began", async () => {
    const learner = learnerOn({ optimizer: sgd() });
    await learner.fit(1, { learningRate: 0.01 });
    const good = weightsOf(learner.model);
    await expect(learner.fit(3, { learningRate: 1e38 })).rejects.toThrow(
      /Expected a loss that is a finite number but got (NaN|Infinity|-Infinity) at batch \d of epoch 1\.\n.*is in .*\n.*try 1e\+37 instead of 1e\+38/,
    );
    expect(weightsOf(learner.model)).toEqual(good);
    expect((await learner.fit(1, { learningRate: 0.01 })).epochs[0]?.trainLoss).toBeLessThan(2);
  });
});

describe("validate and predict", () => {
  test("validate is exact whatever the batch size", async () => {
    const learner = learnerOn();
    const set = stripes(41);
    const [small, whole] = [await learner.validate(loader(set, { batchSize: 7 })), await learner.validate(set)];
    expect(small["accuracy"]).toBe(whole["accuracy"]);
    expect(small.loss).toBeCloseTo(whole.loss, 5);
  });

  test("predict gives every picture its class and probabilities, in the order of the data set, also from a shuffled loader", async () => {
    const learner = learnerOn();
    await learner.fit(8, { learningRate: 0.01 });
    const set = stripes(50, { split: "test" });
    const predictions = await learner.predict(set);
    expect(predictions).toMatchObject({ dataset: "stripes", split: "test", ids: set.ids });
    const { classes, probabilities = new Float32Array() } = predictions;
    const rows = Array.from(classes, (_, index) => Array.from(probabilities.subarray(index * 3, index * 3 + 3)));
    for (const [index, row] of rows.entries()) {
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(row.indexOf(Math.max(...row))).toBe(classes[index]);
    }
    const right = Array.from(classes).filter((found, index) => found === set.labels?.[index]).length;
    expect((await learner.validate(set))["accuracy"]).toBe(right / 50);
    const shuffled = await learner.predict(loader(set, { batchSize: 8, shuffle: true, dropLast: true }));
    expect(shuffled.classes).toEqual(classes);
  });

  test("predict takes all pictures under the quick budget too, and pictures without labels", async () => {
    vi.stubEnv("DESCENT_BUDGET", "quick");
    const { labels: _, ...hidden } = { ...stripes(700) };
    const { ImageDataset } = await import("../../lib/data/index.ts");
    const { classes } = await learnerOn().predict(loader(new ImageDataset(hidden), { batchSize: 16 }));
    expect(classes).toHaveLength(700);
  });
});

describe("what doesn't fit together is refused before training", () => {
  test("labels outside the model's outputs", () => {
    expect(() => learnerOn({ set: stripes(90), model: smallNetwork({ units: 2 }) })).toThrow(
      "Expected labels between 0 and 1 but got 2 at index 2 of stripes (train).\n  The model has 2 outputs, so classes are numbered from 0.",
    );
  });

  test("pictures of another size than the model takes", () => {
    expect(() => learnerOn({ set: stripes(9, { height: 8, width: 5 }) })).toThrow(
      "Expected pictures of shape [N, 6, 6, 1], which the model takes, but those of stripes (train) are [N, 8, 5, 1].\n  Build the model with inputShape: [8, 5, 1]",
    );
  });

  test("a model that ends in softmax", () => {
    expect(() => learnerOn({ model: smallNetwork({ activation: "softmax" }) })).toThrow(
      /Expected a model that ends in plain scores \(logits\) but its last layer "dense_\w+" ends in softmax\.\n {2}Take its activation away/,
    );
    const last = tf.sequential({ layers: [...smallNetwork().layers, tf.layers.softmax()] });
    expect(() => learnerOn({ model: last })).toThrow("ends in softmax");
  });

  test("a model that is not built, or does not give scores", () => {
    const unbuilt = tf.sequential();
    expect(() => learnerOn({ model: unbuilt })).toThrow("one that is not built");
    const picture = tf.sequential({ layers: [tf.layers.conv2d({ inputShape: [side, side, 1], filters: 1, kernelSize: 1 })] });
    expect(() => learnerOn({ model: picture })).toThrow("outputs [N, 6, 6, 1].\n  End it with tf.layers.flatten()");
  });
});

describe("no tensor is left behind", () => {
  const failing = (part: "measure" | "combine"): Metric => ({
    name: "broken",
    measure: accuracy.measure,
    combine: accuracy.combine,
    [part](...args: [never, never]) {
      if (part === "measure") tf.add(args[0], 1);
      throw new Error("a metric's mistake");
    },
  });

  const cases: Record<string, (learner: Learner) => Promise<unknown>> = {
    fit: (learner) => learner.fit(2),
    "fit, stopped": (learner) => learner.fit(2, { signal: stopAfter(2, learner) }),
    "fit, stopped while validating": (learner) => learner.fit(2, { signal: stopAfter(1, learner, "valid") }),
    "fit, with a loss that is no number": (learner) => learner.fit(2, { learningRate: 1e38 }),
    validate: (learner) => learner.validate(),
    predict: (learner) => learner.predict(stripes(40)),
  };

  test.for(Object.entries(cases))("%s", async ([, work]) => {
    const learner = learnerOn({ optimizer: sgd({ momentum: 0.9 }) });
    const before = tf.memory().numTensors;
    await work(learner).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.for(["measure", "combine"] as const)("fit and validate, with a metric that throws in %s", async (part) => {
    const learner = learnerOn({ metrics: [failing(part)] });
    const before = tf.memory().numTensors;
    await expect(learner.fit(1)).rejects.toThrow("a metric's mistake");
    await expect(learner.validate()).rejects.toThrow("a metric's mistake");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a learner can be disposed after its model, and twice", async () => {
    const learner = learnerOn();
    await learner.fit(1);
    learner.model.dispose();
    learner.dispose();
    learner.dispose();
  });

  test("a learner that is disposed leaves only its model", async () => {
    const model = smallNetwork();
    const before = tf.memory().numTensors;
    const learner = learnerOn({ model });
    await learner.fit(1);
    learner.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
