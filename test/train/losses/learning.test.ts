import { beforeAll, describe, expect, test } from "vitest";
import { type ImageDataset, loader } from "../../../lib/data/index.ts";
import { device, tf } from "../../../lib/device/index.ts";
import {
  accuracy,
  areaUnderCurve,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  binaryFocal,
  cohensKappa,
  crossEntropy,
  f1,
  focal,
  hinge,
  klDivergence,
  Learner,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  multiClassHinge,
  rootMeanSquaredError,
  rSquared,
  type Scores,
  topKAccuracy,
} from "../../../lib/train/index.ts";
import { side, stripes } from "../pictures.ts";
import { quietFits } from "../quiet-fits.ts";

beforeAll(async () => void (await device.use()));
quietFits();

const perceptron = (units: number, activation?: "sigmoid"): tf.LayersModel =>
  tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [side, side, 1] }),
      tf.layers.dense({ units: 16, activation: "relu", kernelInitializer: tf.initializers.heNormal({ seed: 3 }) }),
      tf.layers.dense({ units, ...(activation && { activation }), kernelInitializer: tf.initializers.glorotNormal({ seed: 4 }) }),
    ],
  });

/** Scores after some epochs on pictures of these classes. */
async function learnt(
  options: Pick<ConstructorParameters<typeof Learner>[0], "model" | "loss" | "metrics">,
  set: ImageDataset,
): Promise<Scores> {
  const learner = new Learner({
    train: loader(set, { batchSize: 16, shuffle: true, seed: 1 }),
    valid: loader(set, { batchSize: 50 }),
    ...options,
  });
  try {
    await learner.fit(8, { learningRate: 0.01 });
    return await learner.validate();
  } finally {
    learner.dispose();
    options.model.dispose();
  }
}

const pictures = stripes(90);
/** Is it bright below? 1 for yes. */
const below = stripes(90, { labels: Int32Array.from({ length: 90 }, (_, index) => Number(index % 3 > 0)) });
/** How much of it is bright, in halves. */
const halves = stripes(90, { labels: Int32Array.from({ length: 90 }, (_, index) => (index % 3 === 2 ? 2 : 1)) });

describe("each loss teaches", () => {
  const classes: readonly (() => Loss)[] = [
    crossEntropy,
    () => crossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 3] }),
    focal,
    klDivergence,
    multiClassHinge,
  ];
  test.each(classes.map((loss) => ({ loss, name: loss().name })))("classes, by $name", async ({ loss }) => {
    const scores = await learnt(
      { model: perceptron(3), loss, metrics: [accuracy, f1, topKAccuracy(2), areaUnderCurve, cohensKappa] },
      pictures,
    );
    for (const name of ["accuracy", "f1", "top_2_accuracy", "area_under_curve", "cohens_kappa"])
      expect(scores[name], name).toBeGreaterThan(0.9);
  });

  test.each([binaryCrossEntropyWithLogits, binaryFocal, hinge, binaryCrossEntropy].map((loss) => ({ loss, ...loss() })))(
    "yes or no, by $name (from logits: $fromLogits)",
    async ({ loss, fromLogits }) => {
      const model = perceptron(1, fromLogits ? undefined : "sigmoid");
      const scores = await learnt({ model, loss, metrics: [accuracy, f1, areaUnderCurve] }, below);
      for (const name of ["accuracy", "f1", "area_under_curve"]) expect(scores[name], name).toBeGreaterThan(0.9);
    },
  );

  test.each([meanSquaredError, meanAbsoluteError].map((loss) => ({ loss, name: loss().name })))(
    "values, by $name",
    async ({ loss, name }) => {
      const scores = await learnt({ model: perceptron(1), loss, metrics: [loss, rootMeanSquaredError, rSquared] }, halves);
      expect(scores["r_squared"]).toBeGreaterThan(0.5);
      expect(scores[name]).toBeCloseTo(scores.loss, 6);
    },
  );
});
