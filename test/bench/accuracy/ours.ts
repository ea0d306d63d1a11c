import { datasets, loader } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { accuracy, type Callback, type FitRun, Learner } from "../../../lib/train/index.ts";
import { serve } from "../worker.ts";
import { network } from "./network.ts";
import type { Recipe } from "./recipe.ts";

/** From the files to the network that is good enough, as a user of the library trains it. */
async function train({ seed, pictures, batch: batchSize, epochs, peak, target }: Recipe & { readonly seed: number }) {
  const start = performance.now();
  const fashion = await datasets.fashionMnist();
  const model = network(seed);
  const learner = new Learner({
    model,
    train: loader(fashion.train.take(pictures), { batchSize, shuffle: true, seed }),
    valid: loader(fashion.test, { batchSize: 500 }),
    metrics: [accuracy],
  });
  const accuracies: number[] = [];
  const judge = (right: number, run: FitRun): void => {
    accuracies.push(right);
    if (right >= target) run.stop(`${right} of the test pictures are right`);
  };
  const twiceAnEpoch: Callback = {
    name: "judge twice an epoch",
    async afterBatch(run) {
      if (run.batch === Math.floor(run.batches / 2)) judge((await learner.validate())["accuracy"] ?? Number.NaN, run);
    },
    afterEpoch: (run) => judge(run.history.epochs.at(-1)?.valid["accuracy"] ?? Number.NaN, run),
  };
  await learner.fitOneCycle(epochs, { learningRate: peak, callbacks: [twiceAnEpoch] });
  const seconds = (performance.now() - start) / 1000;
  const parameters = model.countParams();
  learner.dispose();
  model.dispose();
  return { seconds, accuracies, parameters };
}

await serve({
  start: async ({ engine }) => {
    const report = await device.use(engine as EngineName);
    return { versions: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] ?? "unknown" } };
  },
  train: (parameters) => train(parameters as unknown as Recipe & { readonly seed: number }),
});
