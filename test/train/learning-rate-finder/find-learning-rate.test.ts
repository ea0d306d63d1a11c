import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { loader } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import { type Callback, clipGradients, type Learner, type LearnerOptions, mixup, sgd } from "../../../lib/train/index.ts";
import { free } from "../free.ts";
import { stripes } from "../pictures.ts";
import { quietFits } from "../quiet-fits.ts";
import { smallLearner, weightsOf } from "../small-learner.ts";

beforeAll(async () => void (await device.use()));
quietFits();

const printed = (): string => vi.mocked(process.stdout.write).mock.calls.join("");
const progressShown = (): string => vi.mocked(process.stderr.write).mock.calls.join("");

/** Runs something with a learner that is then freed. */
async function withLearner<T>(options: Partial<LearnerOptions>, run: (learner: Learner) => Promise<T>): Promise<T> {
  const learner = smallLearner(options);
  try {
    return await run(learner);
  } finally {
    free(learner);
  }
}

describe("the curve", () => {
  test("goes over the rates evenly by their logarithm, through several epochs, and falls before it breaks away", () =>
    withLearner({ optimizer: sgd }, async (learner) => {
      const { rates, losses, suggestion, valley, steepest } = await learner.findLearningRate({ from: 1e-4, to: 1e4, batches: 60 });
      expect(rates[0]).toBe(1e-4);
      for (let index = 1; index < rates.length; index++) {
        expect(Math.log10((rates[index] ?? 0) / (rates[index - 1] ?? 0))).toBeCloseTo(8 / 59, 6);
      }
      expect(losses).toHaveLength(rates.length);
      expect(rates.length).toBeGreaterThan(12);
      expect(rates.length).toBeLessThan(60);
      expect(Math.min(...losses)).toBeLessThan((losses[0] ?? 0) - 0.05);
      expect(suggestion).toBe(valley);
      for (const rate of [valley, steepest]) expect(rates).toContain(rate);
      expect(suggestion).toBeGreaterThan(1e-4);
      expect(suggestion).toBeLessThan(10);
    }));

  test("is shown, with both suggestions, and told in words", () =>
    withLearner({}, async (learner) => {
      const curve = await learner.findLearningRate({ batches: 40 });
      expect(printed()).toContain("Suggested learning rate: ");
      expect(progressShown()).toContain("Finding a learning rate");
      expect(curve.toString()).toMatch(
        /^Suggested learning rate: \S+ \(valley\); the loss falls fastest at \S+ \(steepest\)\.\nSmoothed loss/,
      );
      const { data, layout } = curve.figure();
      expect(data.map(({ name }) => name)).toEqual([
        "smoothed loss",
        expect.stringMatching(/^valley: /),
        expect.stringMatching(/^steepest: /),
      ]);
      expect(data[1]).toMatchObject({ x: [curve.valley], y: [curve.losses[curve.rates.indexOf(curve.valley)]] });
      expect(layout).toMatchObject({
        xaxis: { type: "log", title: { text: "learning rate" } },
        yaxis: { title: { text: "smoothed cross-entropy (nats)" } },
      });
    }));

  test("the quick budget tries fewer rates, and says so", () =>
    withLearner({}, async (learner) => {
      vi.stubEnv("DESCENT_BUDGET", "quick");
      expect((await learner.findLearningRate({ from: 1e-6, to: 1e-5 })).rates).toHaveLength(30);
      expect(progressShown()).toContain("DESCENT_BUDGET=quick: 30 of 100 batches");
    }));

  test("few rates give a suggestion that calls itself a guess", () =>
    withLearner({}, async (learner) => {
      const curve = await learner.findLearningRate({ from: 1e-5, to: 1e-4, batches: 4 });
      expect(curve.rates).toContain(curve.suggestion);
      expect(curve.toString()).toContain("Only 4 rates could be compared: take the suggestion as a guess, or try more batches.");
    }));

  test("a loss that is no number ends the test, which is not an error", () =>
    withLearner({ optimizer: sgd }, async (learner) => {
      const { rates, losses } = await learner.findLearningRate({ from: 1, to: 1e30, batches: 20 });
      expect(rates.length).toBeLessThan(20);
      expect(losses.every(Number.isFinite)).toBe(true);
    }));

  test("a loss that is no number from the start is one", () =>
    withLearner({}, async (learner) => {
      const before = learner.model.getWeights().map((weight) => weight.clone());
      tf.tidy(() => learner.model.setWeights(before.map((weight) => tf.mul(weight, Number.NaN))));
      await expect(learner.findLearningRate()).rejects.toThrow(
        "Expected a loss that is a finite number at two learning rates at least but got it at 0.\n  Does the model give finite scores at all?",
      );
      tf.dispose(before);
    }));
});

describe("afterwards all is as it was", () => {
  test("to the bit, however the test ends: the next epoch is what it would have been", async () => {
    /** Two epochs of training with something done in between, while `meddle` is called before each batch. */
    const trained = (between: (learner: Learner) => Promise<unknown>, meddle: (step: number) => void = () => {}) => {
      const meddler: Callback = {
        name: "meddler",
        changeBatch(batch, { step }) {
          meddle(step);
          return batch;
        },
      };
      return withLearner({ callbacks: [mixup({ alpha: 0.4 }), clipGradients({ norm: 5 }), meddler] }, async (learner) => {
        await learner.fit(1);
        const before = weightsOf(learner.model);
        await between(learner);
        expect(weightsOf(learner.model)).toEqual(before);
        const { batchLosses } = await learner.fit(1);
        return { weights: weightsOf(learner.model), batchLosses };
      });
    };
    const wanted = await trained(async () => {});
    const ends = fc.constantFrom("planned", "stopped", "thrown", "broken away");
    await fc.assert(
      fc.asyncProperty(ends, fc.integer({ min: 1, max: 10 }), async (end, after) => {
        const controller = new AbortController();
        let finding = false;
        const meddle = (step: number): void => {
          if (!finding || step < after) return;
          if (end === "stopped") controller.abort();
          if (end === "thrown") throw new Error("out of batches");
        };
        const got = await trained(async (learner) => {
          finding = true;
          const found = learner.findLearningRate({
            from: 1e-5,
            to: end === "broken away" ? 1e6 : 1,
            batches: 12,
            signal: controller.signal,
          });
          if (end === "stopped") await expect(found).rejects.toThrow("There is no suggestion, and the learner is as it was.");
          else if (end === "thrown") await expect(found).rejects.toThrow('The callback "meddler" failed in changeBatch: out of batches');
          else await found;
          finding = false;
        }, meddle);
        expect(got).toEqual(wanted);
      }),
      { numRuns: 8 },
    );
  });

  test("no tensor is left behind, however it ends", async () => {
    await withLearner({}, async (learner) => {
      await learner.fit(1);
      expect(await device.leaks(() => learner.findLearningRate({ batches: 15 }))).toBe(0);
      const stopped = AbortSignal.abort();
      expect(
        await device.leaks(() => expect(learner.findLearningRate({ signal: stopped })).rejects.toThrow("Stopped after 0 batches")),
      ).toBe(0);
    });
    const failing: Callback = {
      name: "failing",
      changeBatch(batch, { step }) {
        if (step === 3) throw new Error("out of batches");
        return batch;
      },
    };
    await withLearner({ callbacks: [failing] }, async (learner) => {
      expect(await device.leaks(() => expect(learner.findLearningRate()).rejects.toThrow("out of batches"))).toBe(0);
    });
  });

  test("the training loader's own epochs were not counted", async () => {
    const train = loader(stripes(30), { batchSize: 10, shuffle: true, seed: 4 });
    const labelsOf = async (): Promise<number[]> => {
      const labels: number[] = [];
      for await (const batch of train) labels.push(...batch.labels.dataSync());
      return labels;
    };
    const twin = loader(stripes(30), { batchSize: 10, shuffle: true, seed: 4 });
    await withLearner({ train }, (learner) => learner.findLearningRate({ batches: 7 }));
    const wanted: number[] = [];
    for await (const batch of twin) wanted.push(...batch.labels.dataSync());
    expect(await labelsOf()).toEqual(wanted);
  });

  test("a learner that is training refuses", () =>
    withLearner({}, async (learner) => {
      const fit = learner.fit(1);
      await expect(learner.findLearningRate()).rejects.toThrow("This learner is training already");
      await fit;
    }));
});

test("says what it expected", () =>
  withLearner({}, async (learner) => {
    await expect(learner.findLearningRate({ from: 0 })).rejects.toThrow("Expected from to be a positive number but got 0");
    await expect(learner.findLearningRate({ from: 1, to: 0.1 })).rejects.toThrow("Expected from to be below to but got from 1 and to 0.1");
    await expect(learner.findLearningRate({ batches: 1 })).rejects.toThrow(
      "Expected batches to be at least 2, for rates are compared, but got 1",
    );
  }));
