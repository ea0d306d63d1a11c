import { type ImageDataset, loader } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { Learner } from "../../../lib/train/index.ts";
import { build, trainableParameters } from "../networks/build.ts";
import { readDataset } from "../networks/dataset.ts";
import type { NetworkName } from "../networks/networks.ts";
import { warmUp } from "../networks/warm-up.ts";
import { median } from "../statistics.ts";
import { serve } from "../worker.ts";

/** `fit` judges each epoch on validation pictures; the peers' loops don't, so it gets as few as can be. */
const validPictures = 32;
/** New learners whose first epochs tell what making graphs costs. */
const retraces = 3;

/** What a user of the library runs: a Learner over loaders, on one engine. */
class Ours {
  readonly #folder: string;
  readonly #compile: boolean;
  #dataset: ImageDataset | undefined;
  #model: tf.LayersModel | undefined;
  /** For the number of pictures that was asked for last: a loader has a fixed one. */
  #learner: Learner | undefined;

  constructor(folder: string, compile: boolean) {
    this.#folder = folder;
    this.#compile = compile;
  }

  /** A fresh network, warmed up. */
  async prepare(network: NetworkName, batch: number, items: number) {
    this.#forgetLearner();
    this.#model?.dispose();
    this.#model = build(network);
    this.#dataset = await readDataset(this.#folder, network);
    const { secondsPerItem, facts } = await warmUp((count) => this.measure(batch, count), { batch, items });
    const retraceSeconds = await this.#retraceSeconds(batch);
    return { secondsPerItem, facts: { ...facts, parameters: trainableParameters(this.#model), retraceSeconds } };
  }

  /** One epoch of `fit`. */
  async measure(batch: number, items: number) {
    const learner = this.#learnerOf(batch, items);
    const start = performance.now();
    const { epochs } = await learner.fit(1, { learningRate: 1e-3 });
    const seconds = (performance.now() - start) / 1000;
    const { traces, operations, bytes } = learner.compileStatistics;
    return { seconds, items, facts: { loss: epochs.at(-1)?.trainLoss ?? Number.NaN, traces, operations, bytes } };
  }

  /**
   * How much longer the first epoch of a new learner takes than its second, of one batch each: recording the steps of training and
   * validation as graphs, and TensorFlow's own work on these. The median of a few learners; 0 where there are no graphs.
   */
  async #retraceSeconds(batch: number): Promise<number> {
    const seconds: number[] = [];
    for (let learner = 0; learner < retraces; learner++) {
      this.#forgetLearner();
      const first = await this.measure(batch, batch);
      if (first.facts.traces === 0) return 0;
      const second = await this.measure(batch, batch);
      seconds.push(Math.max(0, first.seconds - second.seconds));
    }
    return median(seconds);
  }

  #forgetLearner(): void {
    this.#learner?.dispose();
    this.#learner = undefined;
  }

  #learnerOf(batchSize: number, items: number): Learner {
    if (!this.#model || !this.#dataset) throw new Error("Expected prepare before measure");
    if (this.#learner?.train.dataset.length === items) return this.#learner;
    this.#forgetLearner();
    this.#learner = new Learner({
      model: this.#model,
      train: loader(this.#dataset.take(items), { batchSize, shuffle: true }),
      valid: loader(this.#dataset.take(validPictures), { batchSize: validPictures }),
      ...(!this.#compile && { compile: false }),
    });
    return this.#learner;
  }
}

let ours: Ours | undefined;

function started(): Ours {
  if (!ours) throw new Error("Expected start before any work");
  return ours;
}

await serve({
  start: async ({ folder, engine, compile }) => {
    const report = await device.use(engine as EngineName);
    ours = new Ours(String(folder), compile === true);
    return { versions: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] ?? "unknown" } };
  },
  prepare: ({ task, batch, items }) => started().prepare(task as NetworkName, Number(batch), Number(items)),
  measure: ({ batch, items }) => started().measure(Number(batch), Number(items)),
});
