import { beforeAll, describe, expect } from "vitest";
import { loader } from "../../../lib/data/index.ts";
import { hasBfloat16, tf } from "../../../lib/device/index.ts";
import {
  accuracy,
  adam,
  type Callback,
  clipGradients,
  crossEntropy,
  type Learner,
  type LearnerOptions,
  type Optimizer,
  oneCycle,
  oneCycleMomentum,
  sgd,
} from "../../../lib/train/index.ts";
import { testWith } from "../../support/parts.ts";
import { stripes } from "../pictures.ts";
import { quietFits } from "../quiet-fits.ts";
import { seededNetwork, smallLearner } from "../small-learner.ts";
import {
  counted,
  disposeTwin,
  type EagerFit,
  eagerFit,
  expectSameWeights,
  furthest,
  type Numbers,
  relative,
  startTensorFlow,
  type Twin,
  twinOf,
  weightsIn,
} from "./support.ts";

const native = testWith("tensorflow");
beforeAll(startTensorFlow);
const printed = quietFits();

/** 50 pictures in batches of 16: the last one has 2, and so a graph of its own. */
const trainingPictures = () => loader(stripes(50), { batchSize: 16, shuffle: true, seed: 1 });
const batches = 4;

/** An optimizer that notes how often it is asked for an update: at each step operation by operation, while it is recorded in a graph. */
function noting(optimizer: Optimizer): { readonly optimizer: Optimizer; readonly updates: () => number } {
  let updates = 0;
  const update: Optimizer["update"] = (input) => {
    updates++;
    return optimizer.update(input);
  };
  return { optimizer: { ...optimizer, update }, updates: () => updates };
}

interface Pair {
  readonly learner: Learner;
  /** The same network, which is trained operation by operation. */
  readonly twin: Twin;
  readonly start: Numbers;
  /** How often the learner's optimizer was asked for an update. */
  readonly updates: () => number;
  /** Trains the twin as the learner's `fit` would. @returns the losses */
  eagerly(fit: EagerFit): Promise<number[]>;
  /** Makes sure that both have the same weights now. */
  expectSame(): void;
  dispose(): void;
}

function pair({ optimizer = sgd({ momentum: 0.9 }), ...options }: { optimizer?: Optimizer } & Partial<LearnerOptions> = {}): Pair {
  const watched = noting(optimizer);
  const learner = smallLearner({ train: trainingPictures(), optimizer: watched.optimizer, ...options });
  const twin = twinOf({ make: seededNetwork }, optimizer, learner.loss);
  const start = weightsIn(twin.model);
  return {
    learner,
    twin,
    start,
    updates: watched.updates,
    eagerly: (fit) => eagerFit(twin, trainingPictures(), fit),
    expectSame: () => expectSameWeights({ got: weightsIn(learner.model), expected: weightsIn(twin.model), start }),
    dispose() {
      learner.dispose();
      learner.model.dispose();
      disposeTwin(twin);
    },
  };
}

const expectNear = (got: readonly number[], expected: readonly number[]): void => {
  expect(got).toHaveLength(expected.length);
  expect(relative(Float32Array.from(got), Float32Array.from(expected))).toBeLessThan(1e-5);
};

describe("a learner that trains by graphs comes to the same losses and weights as steps operation by operation", () => {
  native("with a smaller last batch, and batch normalisation's averages", async () => {
    const { learner, updates, eagerly, expectSame, start, dispose } = pair();
    const { batchLosses } = await learner.fit(5, { learningRate: 0.01 });
    expectNear(batchLosses, await eagerly({ epochs: 5, rate: () => 0.01 }));
    expectSame();
    const averages = [...weightsIn(learner.model)].filter(([name]) => name.includes("moving"));
    expect(averages).toHaveLength(2);
    for (const [name, values] of averages) expect(relative(values, start.get(name) as Float32Array)).toBeGreaterThan(0.1);
    expect(updates()).toBeLessThan(5 * batches * learner.model.trainableWeights.length);
    dispose();
  });

  native("with schedules of rate and momentum, and a rate for each layer group", async () => {
    const { learner, eagerly, expectSame, dispose } = pair();
    const rate = (batch: number) => 0.02 / (1 + batch);
    const momentum = (batch: number) => 0.5 + 0.02 * batch;
    const groupRates = [0.1, 1];
    const { batchLosses } = await learner.fit(4, { learningRate: rate, momentum, groupRates });
    expectNear(batchLosses, await eagerly({ epochs: 4, rate, momentum, groupRates }));
    expectSame();
    dispose();
  });

  native("with one cycle of rate and of Adam's momentum", async () => {
    const { learner, eagerly, expectSame, dispose } = pair({ optimizer: adam() });
    const { batchLosses } = await learner.fitOneCycle(5, { learningRate: 0.003 });
    const momentum = oneCycleMomentum(5 * batches);
    expectNear(batchLosses, await eagerly({ epochs: 5, rate: oneCycle(5 * batches, 0.003), momentum }));
    expectSame();
    dispose();
  });

  native("in a second fit with the optimizer's memory, and with callbacks that change gradients in this fit only", async () => {
    const { learner, eagerly, expectSame, dispose } = pair();
    const clip = clipGradients({ norm: 0.05 });
    const half: Callback = {
      name: "half",
      changeGradients: (gradients) => Object.fromEntries(Object.entries(gradients).map(([name, one]) => [name, tf.mul(one, 0.5)])),
    };
    for (const callbacks of [[clip], [], [half, clipGradients({ value: 0.01 })], [clip]]) {
      const before = weightsIn(learner.model);
      const { batchLosses } = await learner.fit(2, { learningRate: 0.01, callbacks });
      const changeGradients = callbacks.map(({ changeGradients }) => changeGradients as NonNullable<typeof changeGradients>);
      expectNear(batchLosses, await eagerly({ epochs: 2, rate: () => 0.01, changeGradients }));
      expectSame();
      expect(weightsIn(learner.model)).not.toEqual(before);
    }
    dispose();
  });

  native("with layers that are frozen between fits, and learn again", async () => {
    const { learner, twin, eagerly, expectSame, dispose } = pair({ optimizer: adam() });
    const body = (numbers: Numbers) => [...numbers].filter(([name]) => !name.startsWith("dense"));
    for (const group of [0, -1, 0]) {
      learner.freezeTo(group);
      // The twin's groups freeze as the learner's: a group is frozen by its layers.
      for (const { layers } of twin.state.groups.slice(0, -1)) for (const layer of layers) layer.trainable = group === 0;
      const before = weightsIn(learner.model);
      const { batchLosses } = await learner.fit(2, { learningRate: 0.002 });
      expectNear(batchLosses, await eagerly({ epochs: 2, rate: () => 0.002 }));
      const after = weightsIn(learner.model);
      if (group === 0) expect(body(after)).not.toEqual(body(before));
      else expect(body(after)).toEqual(body(before));
      expect(after.get("dense_1.kernel")).not.toEqual(before.get("dense_1.kernel"));
    }
    expectSame();
    dispose();
  });

  // Batches run singly at first; many of a long fit go into one call of TensorFlow, where some may wait when Stop comes.
  for (const [when, arrived] of [
    ["early", 6],
    ["in a long fit", 39],
  ] as const) {
    native(`stopped ${when}: weights are those after the last finished batch, and no tensor is left`, async () => {
      // Resident pictures would not go through the loader.
      const train = () => loader(stripes(96), { batchSize: 4, shuffle: true, seed: 1, resident: false });
      const { learner, twin, expectSame, dispose } = pair({ train: train() });
      const tensors = tf.memory().numTensors;
      const controller = new AbortController();
      const original = learner.train.at.bind(learner.train);
      let seen = 0;
      learner.train.at = async function* (epoch) {
        for await (const batch of original(epoch)) {
          if (++seen > arrived) controller.abort();
          yield batch;
        }
      };
      const { batchLosses, stopped } = await learner.fit(5, { learningRate: 0.01, signal: controller.signal });
      // What had arrived but waited for others may be left out; no more than that.
      expect(batchLosses.length).toBeLessThanOrEqual(arrived);
      expect(batchLosses.length).toBeGreaterThan(arrived - 8);
      expect(stopped).toMatchObject({ epoch: Math.ceil(batchLosses.length / 24), batch: ((batchLosses.length - 1) % 24) + 1 });
      // A graph may hold a few tensors for as long as its learner; batches and losses are gone.
      const held = tf.memory().numTensors;
      expect(held - tensors).toBeLessThan(10);
      const losses = await eagerFit(twin, train(), { epochs: 5, rate: () => 0.01, batches: batchLosses.length });
      expectNear(batchLosses, losses);
      expectSame();
      learner.train.at = original;
      const signal = AbortSignal.abort();
      await learner.fit(1, { learningRate: 0.01, signal });
      expect(tf.memory().numTensors).toBe(held);
      dispose();
    });
  }
});

native("compileStatistics tells of the training step's graphs", async () => {
  const { learner, dispose } = pair();
  expect(learner.compileStatistics).toMatchObject({ traces: 0, graphRuns: 0 });
  await learner.fit(2, { learningRate: 0.01 });
  const { traces, graphRuns, operations, bytes, seconds } = learner.compileStatistics;
  // A graph for each of the two sizes of batches.
  expect([traces, graphRuns]).toEqual([2, 2 * batches]);
  expect(operations).toBeGreaterThan(50);
  expect(bytes).toBeGreaterThan(1000);
  expect(seconds).toBeGreaterThan(0);
  dispose();
});

native("with compile: false it trains, validates and predicts operation by operation, without a word", async () => {
  const make = () => loader(stripes(120), { batchSize: 4, shuffle: true, seed: 1 });
  const { loss, calls } = counted(crossEntropy());
  const { learner, twin, updates, expectSame, dispose } = pair({ train: make(), loss, compile: false });
  const { batchLosses } = await learner.fit(1, { learningRate: 0.01 });
  expectNear(batchLosses, await eagerFit(twin, make(), { epochs: 1, rate: () => 0.01 }));
  expectSame();
  expect(updates()).toBe(30 * learner.model.trainableWeights.length);
  const before = calls();
  for (let round = 0; round < 3; round++) await learner.validate();
  expect(calls() - before).toBe(3);
  expect(learner.compileStatistics).toEqual({ traces: 0, graphRuns: 0, operations: 0, bytes: 0, seconds: 0 });
  expect(printed()).not.toContain("operation by operation");
  dispose();
});

describe("a learner whose graphs TensorFlow computes in another way", () => {
  const fitted = async (
    compile: NonNullable<LearnerOptions["compile"]>,
    changes: Pick<Partial<LearnerOptions>, "train" | "model"> = {},
  ) => {
    const { learner, dispose } = pair({ compile, ...changes });
    const { batchLosses } = await learner.fit(4, { learningRate: 0.01 });
    const scores = await learner.validate();
    const weights = weightsIn(learner.model);
    const { probabilities } = await learner.predict(stripes(9, { split: "test" }));
    const { graphRuns } = learner.compileStatistics;
    dispose();
    return { batchLosses, scores, weights, probabilities: probabilities as Float32Array, graphRuns };
  };

  native("in mixed precision comes to about the same losses, scores and predictions", async () => {
    const [plain, mixed] = [await fitted({}), await fitted({ precision: "mixed" })];
    expect(relative(Float32Array.from(mixed.batchLosses), Float32Array.from(plain.batchLosses))).toBeLessThan(0.02);
    expect(Math.abs(mixed.scores.loss - plain.scores.loss) / plain.scores.loss).toBeLessThan(0.05);
    expect(relative(mixed.probabilities, plain.probabilities)).toBeLessThan(0.05);
    expect(mixed.graphRuns).toBe(4 * batches);
    expect(
      printed()
        .split("\n")
        .filter((line) => line.includes("no instructions for bfloat16")),
    ).toHaveLength(hasBfloat16() ? 0 : 1);
  });

  native("by XLA comes to the same losses and weights", async () => {
    // One size of batches, for each graph takes seconds; no dropout, for XLA draws other numbers.
    const changes = () => ({
      train: loader(stripes(32), { batchSize: 16, shuffle: true, seed: 1 }),
      model: tf.sequential({ layers: seededNetwork().layers.filter((layer) => !layer.name.includes("dropout")) }),
    });
    const [plain, xla] = [await fitted({}, changes()), await fitted({ xla: true }, changes())];
    expect(relative(Float32Array.from(xla.batchLosses), Float32Array.from(plain.batchLosses))).toBeLessThan(1e-4);
    expect(furthest(xla.weights, plain.weights).difference).toBeLessThan(1e-3);
    expect(xla.graphRuns).toBe(8);
  });
});

native("validate and predict by graphs say what the model says operation by operation, whatever the size of the batch", async () => {
  const { loss, calls } = counted(crossEntropy());
  const learner = smallLearner({ train: trainingPictures(), loss });
  await learner.fit(2, { learningRate: 0.01 });
  const set = stripes(41, { split: "test" });
  const afterFit = calls();
  const scores = await learner.validate(loader(set, { batchSize: 8 }));
  // Six batches of two sizes, each size recorded once.
  expect(calls() - afterFit).toBe(2);
  const { classes, probabilities } = await learner.predict(loader(set, { batchSize: 8 }));
  const [expected, value, right] = tf.tidy(() => {
    const pictures = tf.tensor4d(
      Float32Array.from(set.pixels, (pixel) => pixel / 255),
      [41, 6, 6, 1],
    );
    const labels = tf.tensor1d(set.labels as Int32Array, "int32");
    const outputs = learner.model.apply(pictures, { training: false }) as tf.Tensor2D;
    const measured = accuracy.measure(outputs, labels, loss).dataSync();
    return [
      Float32Array.from(tf.softmax(outputs).dataSync()),
      crossEntropy().value(outputs, labels).dataSync()[0] as number,
      (measured[0] as number) / (measured[1] as number),
    ];
  }) as [Float32Array, number, number];
  expect(scores.loss).toBeCloseTo(value, 5);
  expect(scores["accuracy"]).toBeCloseTo(right, 6);
  expect(relative(probabilities as Float32Array, expected)).toBeLessThan(1e-5);
  expect(new Set(classes).size).toBeGreaterThan(1);
  // What was learnt since then counts: graphs take weights as they are.
  await learner.fit(1, { learningRate: 0.05 });
  expect((await learner.predict(set)).probabilities).not.toEqual(probabilities);
  learner.dispose();
  learner.model.dispose();
});

/** Doubles its input, by way of JavaScript: what no graph can. */
class ThroughJavaScript extends tf.layers.Layer {
  static className = "ThroughJavaScript";

  override computeOutputShape(shape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    return tf.tidy(() =>
      tf.mul(
        x,
        tf.tensor(
          x.dataSync().map(() => 2),
          x.shape,
        ),
      ),
    );
  }
}

/** A small network with a layer before its last one. */
const networkWith = (layer: () => tf.layers.Layer) => (): tf.LayersModel => {
  const layers = seededNetwork().layers;
  return tf.sequential({ layers: [...layers.slice(0, -1), layer(), ...layers.slice(-1)] });
};

describe("a network that can't be one graph trains operation by operation, and one line says why", () => {
  native("where a layer reads values", async () => {
    const make = networkWith(() => new ThroughJavaScript({}));
    const rule = noting(sgd());
    const learner = smallLearner({ model: make(), train: trainingPictures(), optimizer: rule.optimizer });
    const twin = twinOf({ make }, sgd());
    const start = weightsIn(twin.model);
    await learner.fit(2, { learningRate: 0.01 });
    expect(rule.updates()).toBe(2 * batches * learner.model.trainableWeights.length);
    // The training step and validation are graphs of their own: what is said of both is said once.
    const said = printed()
      .split("\n")
      .filter((line) => line.includes("operation by operation"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("reads the values of a tensor");
    await learner.fit(1, { learningRate: 0.01 });
    await learner.predict(stripes(5));
    expect(printed().split("operation by operation")).toHaveLength(2);
    await eagerFit(twin, trainingPictures(), { epochs: 3, rate: () => 0.01 });
    expectSameWeights({ got: weightsIn(learner.model), expected: weightsIn(twin.model), start });
    learner.dispose();
    learner.model.dispose();
    disposeTwin(twin);
  });

  native("where a layer draws random numbers in JavaScript", async () => {
    const rule = noting(sgd());
    const model = networkWith(() => tf.layers.gaussianNoise({ stddev: 0.1 }))();
    const learner = smallLearner({ model, train: trainingPictures(), optimizer: rule.optimizer });
    const before = await learner.validate();
    await learner.fit(4, { learningRate: 0.02 });
    expect((await learner.validate()).loss).toBeLessThan(before.loss);
    expect(rule.updates()).toBe(4 * batches * model.trainableWeights.length);
    // Validation adds no noise, and runs as a graph.
    const said = printed()
      .split("\n")
      .filter((line) => line.includes("operation by operation"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("random numbers");
    learner.dispose();
    model.dispose();
  });
});
