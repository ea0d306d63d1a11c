import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { loader } from "../../lib/data/index.ts";
import { device, tf } from "../../lib/device/index.ts";
import { type Callback, crossEntropy, type FitRun, type Learner, oneCycle, oneCycleMomentum, sgd } from "../../lib/train/index.ts";
import { stripes } from "./pictures.ts";
import { quietFits } from "./quiet-fits.ts";
import { seededNetwork, smallLearner, weightsOf } from "./small-learner.ts";

/** Before the tests, which all train in full, change it. */
const quick = process.env["DESCENT_BUDGET"] === "quick";

beforeAll(async () => void (await device.use()));
const printed = quietFits();

const moments = ["beforeFit", "beforeEpoch", "changeBatch", "changeGradients", "afterBatch", "afterEpoch", "afterFit"] as const;
type Moment = (typeof moments)[number];

/** A callback that notes at which moments it is called, and does something at one of them. */
function noting(name: string, notes: string[], act: Partial<Record<Moment, (run?: FitRun) => unknown>> = {}): Callback {
  const note = (moment: Moment, run?: FitRun): unknown => {
    notes.push(`${name} ${moment}`);
    return act[moment]?.(run);
  };
  return {
    name,
    beforeFit: (run) => note("beforeFit", run) as Promise<void> | undefined,
    beforeEpoch: (run) => note("beforeEpoch", run) as Promise<void> | undefined,
    changeBatch: (batch, run) => {
      note("changeBatch", run);
      return batch;
    },
    changeGradients: (gradients) => {
      note("changeGradients");
      return gradients;
    },
    afterBatch: (run) => note("afterBatch", run) as Promise<void> | undefined,
    afterEpoch: (run) => note("afterEpoch", run) as Promise<void> | undefined,
    afterFit: (run) => note("afterFit", run) as Promise<void> | undefined,
  };
}

describe("callbacks", () => {
  test("are called at their moments: those of the learner first, then those of the fit", async () => {
    const notes: string[] = [];
    const learner = smallLearner({ callbacks: [noting("a", notes)] });
    await learner.fit(1, { callbacks: [noting("b", notes)] });
    // Where the step runs as a graph, gradients are changed by what was recorded with the first batch.
    const batch = ["changeBatch", "afterBatch"];
    const wanted = [
      "beforeFit",
      "beforeEpoch",
      "changeBatch",
      "changeGradients",
      "afterBatch",
      ...batch,
      ...batch,
      "afterEpoch",
      "afterFit",
    ];
    expect(notes).toEqual(wanted.flatMap((moment) => [`a ${moment}`, `b ${moment}`]));
    notes.length = 0;
    await learner.fit(1);
    expect(notes).toEqual(wanted.map((moment) => `a ${moment}`));
  });

  test("see where the fit is", async () => {
    const seen: unknown[] = [];
    const watch = ({ epoch, epochs, batch, batches, step, learningRate, loss, history }: FitRun): void => {
      seen.push([
        epoch,
        epochs,
        batch,
        batches,
        step,
        learningRate,
        Number.isNaN(loss) ? "none" : loss === history.batchLosses.at(-1),
        history.epochs.length,
      ]);
    };
    const watching: Callback = {
      name: "watch",
      beforeFit: watch,
      beforeEpoch: watch,
      afterBatch: watch,
      afterEpoch: watch,
      afterFit: watch,
    };
    await smallLearner({ callbacks: [watching] }).fit(2, { learningRate: (step) => (step + 1) / 100, groupRates: [0, 2] });
    expect(seen).toEqual([
      [0, 2, 0, 3, 0, 0.02, "none", 0],
      [1, 2, 0, 3, 0, 0.02, "none", 0],
      [1, 2, 1, 3, 1, 0.02, true, 0],
      [1, 2, 2, 3, 2, 0.04, true, 0],
      [1, 2, 3, 3, 3, 0.06, true, 0],
      [1, 2, 3, 3, 3, 0.06, true, 1],
      [2, 2, 0, 3, 3, 0.06, true, 1],
      [2, 2, 1, 3, 4, 0.08, true, 1],
      [2, 2, 2, 3, 5, 0.1, true, 1],
      [2, 2, 3, 3, 6, 0.12, true, 1],
      [2, 2, 3, 3, 6, 0.12, true, 2],
      [2, 2, 3, 3, 6, 0.12, true, 2],
    ]);
  });

  test("change batches and gradients", async () => {
    const still: Callback = {
      name: "still",
      changeGradients: (gradients) =>
        Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.zerosLike(gradient)])),
    };
    const learner = smallLearner({ optimizer: sgd() });
    const kernel = () => Array.from(learner.model.layers.at(-1)?.getWeights()[0]?.dataSync() ?? []);
    const before = kernel();
    await learner.fit(1, { callbacks: [still], learningRate: 0.1 });
    expect(kernel()).toEqual(before);
    const few: Callback = {
      name: "few",
      changeBatch: ({ images, targets }) => ({ images: images.slice([0, 0, 0, 0], [2, -1, -1, -1]), targets: targets.slice([0], [2]) }),
    };
    await learner.fit(1, { callbacks: [few], learningRate: 0.1 });
    expect(kernel()).not.toEqual(before);
  });

  test("that give no batch or no gradients are named, with what was wanted", async () => {
    const learner = smallLearner();
    const nothing = { name: "nothing", changeBatch: () => undefined } as unknown as Callback;
    await expect(learner.fit(1, { callbacks: [nothing] })).rejects.toThrow(
      'Expected changeBatch of the callback "nothing" to return { images: [N, 6, 6, 1], targets: [N, …] } with the same N, but got something else.',
    );
    const uneven: Callback = { name: "uneven", changeBatch: ({ images, targets }) => ({ images, targets: targets.slice([0], [3]) }) };
    await expect(learner.fit(1, { callbacks: [uneven] })).rejects.toThrow("but got images [16, 6, 6, 1] and targets [3].");
    const lost: Callback = { name: "lost", changeGradients: () => ({}) };
    await expect(learner.fit(1, { callbacks: [lost] })).rejects.toThrow(
      /changeGradients of the callback "lost" to return a gradient \[3, 3, 1, 4\] for .* but got none/,
    );
  });

  test("a maker that was not called is told from a callback", async () => {
    const clip = () => ({ name: "clip" });
    await expect(smallLearner().fit(1, { callbacks: [clip as unknown as Callback] })).rejects.toThrow(
      "got function: did you forget to call it, clip()",
    );
  });

  test.for(moments)("an error in %s names callback and moment; all hear of the end; the learner can be used again", async (moment) => {
    const notes: string[] = [];
    const fault = new RangeError("a callback's mistake");
    const broken = noting("broken", notes, {
      [moment]: () => {
        tf.ones([3]).dispose();
        throw fault;
      },
    });
    const learner = smallLearner();
    const before = tf.memory().numTensors;
    const failure: unknown = await learner.fit(2, { callbacks: [broken, noting("last", notes)] }).catch((error) => error);
    expect(failure).toMatchObject({ message: `The callback "broken" failed in ${moment}: a callback's mistake`, cause: fault });
    expect(tf.memory().numTensors).toBe(before);
    expect(notes.slice(-2)).toEqual(["broken afterFit", "last afterFit"]);
    expect((await learner.fit(1)).epochs).toHaveLength(1);
  });

  test("the error that ended the fit is not hidden by one at its end", async () => {
    const both: Callback = {
      name: "both",
      afterBatch: () => Promise.reject(new Error("first")),
      afterFit: () => {
        throw new Error("second");
      },
    };
    await expect(smallLearner().fit(1, { callbacks: [both] })).rejects.toThrow('The callback "both" failed in afterBatch: first');
  });
});

describe("run.stop", () => {
  const stopIn = (moment: Moment, at: (run: FitRun) => boolean = () => true): Callback => ({
    name: "enough",
    [moment]: (run: FitRun) => {
      if (at(run)) run.stop("it is enough");
    },
  });

  test.for<[Moment, object, string, number]>([
    ["beforeFit", { epoch: 0, batch: 0 }, "before the first epoch", 0],
    ["beforeEpoch", { epoch: 1, batch: 0 }, "in epoch 1 at batch 0", 0],
    ["afterBatch", { epoch: 1, batch: 1 }, "in epoch 1 at batch 1", 1],
    ["afterEpoch", { epoch: 1, batch: 3 }, "after epoch 1", 3],
  ])("in %s ends the fit there, and says why", async ([moment, place, words, batches]) => {
    const history = await smallLearner().fit(3, { callbacks: [stopIn(moment)] });
    expect(history.stopped).toMatchObject({ ...place, reason: "it is enough" });
    expect(history.batchLosses).toHaveLength(batches);
    expect(printed()).toContain(`stopped ${words}: it is enough; the learner keeps what it has learnt\n`);
    expect(String(history)).toContain(`stopped ${words}: it is enough`);
  });

  test("all callbacks are told of the moment at which one has stopped, and the first reason counts", async () => {
    const notes: string[] = [];
    const callbacks = [
      stopIn("afterEpoch"),
      { ...stopIn("afterEpoch"), afterEpoch: (run: FitRun) => run.stop("too late") },
      noting("last", notes),
    ];
    const history = await smallLearner().fit(3, { callbacks });
    expect(notes.slice(-2)).toEqual(["last afterEpoch", "last afterFit"]);
    expect(history.stopped?.reason).toBe("it is enough");
  });
});

describe("Stop", () => {
  test("ends a fit while a callback waits, whichever its moment", async () => {
    for (const moment of ["beforeFit", "beforeEpoch", "afterBatch", "afterEpoch"] as const) {
      const controller = new AbortController();
      const waiting = noting("waiting", [], {
        [moment]: () => {
          setTimeout(() => controller.abort(), 5);
          return new Promise(() => {});
        },
      });
      const learner = smallLearner();
      const history = await learner.fit(3, { callbacks: [waiting], signal: controller.signal });
      expect(history.stopped).toBeDefined();
      expect((await learner.fit(1)).epochs).toHaveLength(1);
    }
  });

  test("lets callbacks finish at the end", async () => {
    const controller = new AbortController();
    let finished = false;
    const slow: Callback = {
      name: "slow",
      afterBatch: () => controller.abort(),
      async afterFit() {
        await new Promise((resolve) => setTimeout(resolve, 20));
        finished = true;
      },
    };
    await smallLearner().fit(3, { callbacks: [slow], signal: controller.signal });
    expect(finished).toBe(true);
  });
});

describe("rates", () => {
  /** An update that notes rate and momentum, and changes nothing. */
  function recorder() {
    const rates: number[] = [];
    const momenta: number[] = [];
    const optimizer = {
      name: "recorder",
      slots: [],
      momentum: 0.9,
      update({ variable, learningRate, momentum }: { variable: tf.Tensor; learningRate: tf.Tensor; momentum: tf.Tensor }) {
        rates.push(learningRate.dataSync()[0] ?? Number.NaN);
        momenta.push(momentum.dataSync()[0] ?? Number.NaN);
        return { variable: variable.clone(), slots: {} };
      },
    };
    return { optimizer, rates, momenta };
  }
  const oneLayer = (): tf.Sequential =>
    tf.sequential({ layers: [tf.layers.flatten({ inputShape: [6, 6, 1] }), tf.layers.dense({ units: 3, useBias: false })] });

  test("a schedule gives each batch its rate and its momentum; the optimizer's own momentum holds where none is told", async () => {
    const { optimizer, rates, momenta } = recorder();
    const learner = smallLearner({ model: oneLayer(), optimizer });
    await learner.fit(2, { learningRate: (step) => step / 8, momentum: (step) => step / 16 });
    expect(rates).toEqual([0, 1, 2, 3, 4, 5].map((step) => step / 8));
    expect(momenta).toEqual([0, 1, 2, 3, 4, 5].map((step) => step / 16));
    await learner.fit(1, { learningRate: 0.5 });
    expect(rates.slice(6)).toEqual([0.5, 0.5, 0.5]);
    expect(momenta.slice(6)).toEqual([0.9, 0.9, 0.9].map(Math.fround));
  });

  test("fitOneCycle goes through one cycle of the rate and the opposite one of momentum", async () => {
    const { optimizer, rates, momenta } = recorder();
    await smallLearner({ model: oneLayer(), optimizer }).fitOneCycle(4, { learningRate: 0.1 });
    const steps = Array.from({ length: 12 }, (_, step) => step);
    expect(rates).toEqual(steps.map(oneCycle(12, 0.1)).map(Math.fround));
    expect(momenta).toEqual(steps.map(oneCycleMomentum(12)).map(Math.fround));
    await expect(smallLearner().fitOneCycle(1, { learningRate: 0 })).rejects.toThrow(
      "Expected learningRate to be a positive number but got 0",
    );
  });

  test("run.rateFactor multiplies what the schedule says from the next batch on", async () => {
    const { optimizer, rates } = recorder();
    const halve: Callback = {
      name: "halve",
      afterBatch: (run) => {
        run.rateFactor /= 2;
      },
    };
    await smallLearner({ model: oneLayer(), optimizer }).fit(1, { learningRate: 0.5, callbacks: [halve] });
    expect(rates).toEqual([0.5, 0.25, 0.125]);
  });

  test("a schedule's mistake is found before anything is trained", async () => {
    const learner = smallLearner();
    const before = weightsOf(learner.model);
    await expect(learner.fit(2, { learningRate: (step) => (step === 5 ? Number.NaN : 0.1) })).rejects.toThrow("at batch 5 of 6");
    await expect(smallLearner({ optimizer: sgd }).fit(1, { momentum: 0.9 })).rejects.toThrow("SGD has none that could be set");
    expect(weightsOf(learner.model)).toEqual(before);
  });
});

test("makers serve uncalled: loss, optimizer, metrics; two metrics of one name are refused", async () => {
  const learner = smallLearner({ loss: crossEntropy, optimizer: sgd });
  expect([learner.loss.name, learner.optimizer.name]).toEqual(["cross-entropy", "SGD"]);
  expect(Object.keys(await learner.validate())).toEqual(["loss", "accuracy"]);
  const [metric] = learner.metrics;
  if (metric)
    expect(() => smallLearner({ metrics: [metric, () => metric] })).toThrow('none of them "loss", but "accuracy" is there already');
});

describe("a learner's run can be repeated", () => {
  const run = async (disturb: (learner: Learner) => Promise<unknown>): Promise<number[]> => {
    const learner = smallLearner({ train: loader(stripes(48), { batchSize: 16, shuffle: true, seed: 7 }) });
    await learner.fit(1, { learningRate: 0.01 });
    await disturb(learner);
    await learner.fitOneCycle(2, { learningRate: 0.01 });
    return weightsOf(learner.model);
  };

  test("two learners with the same seeds end with the same bits, whatever was done with the loader in between", async () => {
    const plain = await run(async () => {});
    const disturbed = await run(async (learner) => {
      for await (const _ of learner.train) break;
      await learner.validate();
      await learner.predict(learner.train);
    });
    expect(disturbed).toEqual(plain);
  });
});

describe("whatever ends a fit", () => {
  /** What happens at a certain call of a certain moment. */
  const acts = ["nothing", "throw", "stop", "abort"] as const;
  const ways = fc.record({
    moment: fc.constantFrom(...moments),
    call: fc.integer({ min: 1, max: 8 }),
    act: fc.constantFrom(...acts),
    epochs: fc.integer({ min: 1, max: 2 }),
    frozen: fc.boolean(),
  });

  test("no tensor is left behind, and the learner can be used again", async () => {
    await fc.assert(
      fc.asyncProperty(ways, async ({ moment, call, act, epochs, frozen }) => {
        const learner = smallLearner({ model: seededNetwork() });
        if (frozen) learner.freeze();
        const before = tf.memory().numTensors;
        const controller = new AbortController();
        let calls = 0;
        let current: FitRun | undefined;
        const acting = noting("acting", [], {
          beforeFit: (run) => {
            current = run;
          },
          [moment]: (run?: FitRun) => {
            if (++calls !== call) return;
            if (act === "throw") throw new Error("as asked");
            if (act === "stop") (run ?? current)?.stop("as asked");
            if (act === "abort") controller.abort();
          },
        });
        await learner.fit(epochs, { callbacks: [acting], signal: controller.signal }).catch((error: Error) => {
          expect(error.message).toBe(`The callback "acting" failed in ${moment}: as asked`);
        });
        expect(tf.memory().numTensors).toBe(before);
        expect((await learner.fit(1)).epochs).toHaveLength(1);
        learner.dispose();
        learner.model.dispose();
      }),
      { numRuns: quick ? 12 : 100 },
    );
  });

  test("memory is steady over many steps", async () => {
    const learner = smallLearner();
    const counts = new Set<number>();
    const watching: Callback = { name: "watch", afterBatch: () => void counts.add(tf.memory().numTensors) };
    await learner.fit(20, { callbacks: [watching] });
    expect(counts.size).toBe(1);
  });
});
