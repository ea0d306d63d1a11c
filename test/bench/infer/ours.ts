import { type ImageDataset, loader, type Predictions } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { Learner } from "../../../lib/train/index.ts";
import { build, trainableParameters } from "../networks/build.ts";
import { readDataset } from "../networks/dataset.ts";
import { classes, type NetworkName } from "../networks/networks.ts";
import { warmUp } from "../networks/warm-up.ts";
import { serve } from "../worker.ts";

/** What a user of the library runs: a Learner's predictions for a data set, on one engine. */
class Ours {
  readonly #dataset: ImageDataset;
  readonly #model: tf.LayersModel;
  readonly #learner: Learner;

  constructor(dataset: ImageDataset, network: NetworkName, batchSize: number) {
    this.#dataset = dataset;
    this.#model = build(network);
    const pictures = loader(dataset, { batchSize });
    this.#learner = new Learner({ model: this.#model, train: pictures, valid: pictures });
  }

  async prepare(batch: number, items: number) {
    const { secondsPerItem, facts } = await warmUp((count) => this.measure(count), { batch, items });
    return { secondsPerItem, facts: { ...facts, parameters: trainableParameters(this.#model) } };
  }

  /** One `predict`. */
  async measure(items: number) {
    const pictures = this.#dataset.take(items);
    const start = performance.now();
    const predictions = await this.#learner.predict(pictures);
    const seconds = (performance.now() - start) / 1000;
    return { seconds, items, facts: answerFacts(predictions, items) };
  }

  dispose(): void {
    this.#learner.dispose();
    this.#model.dispose();
  }
}

/** What the benchmark checks of the answers to so many pictures; answer_facts.py says the same of the peers'. */
function answerFacts({ classes: chosen, probabilities = new Float32Array() }: Predictions, pictures: number): Record<string, number> {
  let sumError = 0;
  for (let first = 0; first < probabilities.length; first += classes) {
    const sum = probabilities.subarray(first, first + classes).reduce((sum, probability) => sum + probability, 0);
    sumError = Math.max(sumError, Math.abs(sum - 1));
  }
  return { pictures, answers: chosen.length, classes: probabilities.length / chosen.length, sumError };
}

let folder = "";
let ours: Ours | undefined;

await serve({
  start: async ({ engine, ...parameters }) => {
    const report = await device.use(engine as EngineName);
    folder = String(parameters["folder"]);
    return { versions: { descent: report.detail, "tensorflow.js": tf.version["tfjs-core"] ?? "unknown" } };
  },
  prepare: async ({ task, batch, items }) => {
    ours?.dispose();
    const network = task as NetworkName;
    ours = new Ours(await readDataset(folder, network), network, Number(batch));
    return ours.prepare(Number(batch), Number(items));
  },
  measure: async ({ items }) => {
    if (!ours) throw new Error("Expected prepare before measure");
    return ours.measure(Number(items));
  },
});
