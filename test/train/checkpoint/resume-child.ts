import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { Random } from "../../../lib/base/index.ts";
import { ImageDataset, loader, transforms as T } from "../../../lib/data/index.ts";
import { device, type EngineName, tf } from "../../../lib/device/index.ts";
import { batchNormalization, dropout } from "../../../lib/nn/index.ts";
import { weightArrays } from "../../../lib/nn/weights/index.ts";
import { mixup } from "../../../lib/train/callbacks/mixup.ts";
import { accuracy, type Callback, type CallbackState, Learner } from "../../../lib/train/index.ts";

/** What this process is asked to do, as JSON in its first argument. */
export interface Task {
  readonly engine: EngineName;
  readonly path: string;
  /** `fit` begins, `resume` goes on. */
  readonly mode: "fit" | "resume";
  /** Dies by SIGKILL in the middle of the fit, after so many batches. */
  readonly killAt?: number;
}

/** What it prints at its end, as JSON in its last line. */
export interface Outcome {
  readonly weights: string;
  readonly losses: readonly number[];
  readonly validLosses: readonly number[];
  /** What a callback with a memory of its own knows at the end. */
  readonly counted: CallbackState;
}

const epochs = 3;
const side = 12;
const { engine, path, mode, killAt } = JSON.parse(process.argv[2] ?? "{}") as Task;

function pictures(count: number, split: string): ImageDataset {
  const random = new Random(split);
  const labels = Int32Array.from({ length: count }, (_, index) => index % 3);
  const pixels = Uint8Array.from({ length: count * side * side }, (_, index) => {
    const bright = Math.floor((index % (side * side)) / (4 * side)) === labels[Math.floor(index / (side * side))];
    return random.integer(120) + (bright ? 120 : 0);
  });
  const ids = Array.from(labels, (_, index) => String(index));
  return new ImageDataset({ id: "bands", split, classes: ["a", "b", "c"], ids, height: side, width: side, channels: 1, pixels, labels });
}

function network(): tf.LayersModel {
  const seeded = (seed: number) => tf.initializers.heNormal({ seed });
  const convolution = { kernelSize: 3, padding: "same" as const, activation: "relu" as const };
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...convolution, inputShape: [side, side, 1], filters: 16, kernelInitializer: seeded(1) }), // [N, 12, 12, 16]
      batchNormalization(),
      tf.layers.maxPooling2d({ poolSize: 2 }), // [N, 6, 6, 16]
      tf.layers.conv2d({ ...convolution, filters: 32, kernelInitializer: seeded(2) }), // [N, 6, 6, 32]
      tf.layers.flatten(),
      dropout(0.3, { seed: 5 }),
      tf.layers.dense({ units: 3, kernelInitializer: seeded(3) }), // [N, 3]
    ],
  });
}

/** A callback that must be given back what it knew: how many batches and epochs there were, and the sum of the rates. */
function counting(): Callback & { state(): CallbackState } {
  let known = { batches: 0, rates: 0, worst: Number.NEGATIVE_INFINITY };
  return {
    name: "counting",
    afterBatch({ learningRate, loss }) {
      known = { batches: known.batches + 1, rates: known.rates + learningRate, worst: Math.max(known.worst, loss) };
    },
    state: () => known,
    restore: (state) => {
      known = state as typeof known;
    },
  };
}

const killing: Callback = {
  name: "killing",
  afterBatch({ step }) {
    if (step === killAt) process.kill(process.pid, "SIGKILL");
  },
};

await device.use(engine);
const counter = counting();
const augmentation = [T.randomCrop(side, { padding: 2 }), T.randomHorizontalFlip()];
const learner = new Learner({
  model: network(),
  train: loader(pictures(150, "train"), { batchSize: 16, shuffle: true, seed: 4, workers: 0, transforms: augmentation }),
  valid: loader(pictures(40, "valid"), { batchSize: 20, workers: 0 }),
  metrics: [accuracy],
  callbacks: [counter, mixup({ alpha: 0.2, seed: 6 }), killing],
});
if (mode === "fit") rmSync(path, { force: true });
const history = mode === "fit" ? await learner.fitOneCycle(epochs, { learningRate: 0.02, checkpoint: path }) : await learner.resume(path);
const hash = createHash("sha256");
for (const [name, { values }] of await weightArrays(learner.model)) hash.update(name).update(new Uint8Array(values.buffer));
const outcome: Outcome = {
  weights: hash.digest("hex"),
  losses: history.batchLosses,
  validLosses: history.epochs.map(({ valid }) => valid.loss),
  counted: counter.state(),
};
console.log(JSON.stringify(outcome));
process.exit(0);
