import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageDataset, loader } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { Learner } from "../../../lib/train/index.ts";
import { serve } from "../worker.ts";
import { classes, files, side } from "./data.ts";
import { network } from "./network.ts";

/** A warm-up goes on until a run of it takes this long, so that the estimate of the speed is fair to fast engines too. */
const warmUpSeconds = 0.5;
/** `fit` judges each epoch on validation pictures; the peers' loops don't, so it gets as few as can be. */
const validPictures = 32;

async function readDataset(folder: string): Promise<ImageDataset> {
  const labels = Int32Array.from(await readFile(join(folder, files.labels)));
  return new ImageDataset({
    id: "bench",
    split: "train",
    classes: Array.from({ length: classes }, (_, label) => String(label)),
    ids: Array.from(labels, (_, index) => String(index)),
    height: side,
    width: side,
    channels: 1,
    pixels: await readFile(join(folder, files.pixels)), // [N, 28, 28, 1]
    labels,
  });
}

/** What a user of the library runs: a Learner over loaders, on one engine. */
class Ours {
  readonly #dataset: ImageDataset;
  #model: tf.Sequential | undefined;
  /** For the number of pictures that was asked for last: a loader has a fixed one. */
  #learner: Learner | undefined;

  constructor(dataset: ImageDataset) {
    this.#dataset = dataset;
  }

  /** A fresh network; warmed up with ever more batches until one run takes long enough to tell the speed. */
  async prepare(batch: number, items: number) {
    this.#model?.dispose();
    this.#model = network();
    this.#learner?.dispose();
    this.#learner = undefined;
    const first = await this.measure(batch, batch);
    let timed = await this.measure(batch, batch);
    while (timed.seconds < warmUpSeconds && timed.items < items) {
      timed = await this.measure(batch, Math.min(items, timed.items * 4));
    }
    return { secondsPerItem: timed.seconds / timed.items, facts: { loss: first.facts.loss, parameters: this.#model.countParams() } };
  }

  /** One epoch of `fit`. */
  async measure(batch: number, items: number) {
    const learner = this.#learnerOf(batch, items);
    const start = performance.now();
    const { epochs } = await learner.fit(1, { learningRate: 1e-3 });
    const seconds = (performance.now() - start) / 1000;
    return { seconds, items, facts: { loss: epochs.at(-1)?.trainLoss ?? Number.NaN } };
  }

  #learnerOf(batchSize: number, items: number): Learner {
    if (!this.#model) throw new Error("Expected prepare before measure");
    if (this.#learner?.train.dataset.length === items) return this.#learner;
    this.#learner?.dispose();
    this.#learner = new Learner({
      model: this.#model,
      train: loader(this.#dataset.take(items), { batchSize, shuffle: true }),
      valid: loader(this.#dataset.take(validPictures), { batchSize: validPictures }),
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
  start: async ({ folder, engine }) => {
    const report = await device.use(engine as EngineName);
    ours = new Ours(await readDataset(String(folder)));
    return { versions: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] ?? "unknown" } };
  },
  prepare: ({ batch, items }) => started().prepare(Number(batch), Number(items)),
  measure: ({ batch, items }) => started().measure(Number(batch), Number(items)),
});
