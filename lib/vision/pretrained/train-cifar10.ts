import { parseArgs } from "node:util";
import { formatBytes } from "../../base/index.ts";
import { datasets, loader, transforms as T } from "../../data/index.ts";
import { device } from "../../device/index.ts";
import { assignWeights, openSafetensors, quantised, weightArrays, writeSafetensors } from "../../nn/weights/index.ts";
import { accuracy, adamW, crossEntropy, Learner } from "../../train/index.ts";
import { resnet18 } from "../resnet.ts";

/**
 * Makes the weights that the project ships: a ResNet-18 of half the channels, trained on the 5,000 pictures of `datasets.cifar10()`, as
 * bytes. `node lib/vision/pretrained/train-cifar10.ts --to FILE [--epochs 45]`: about half an hour on two cores.
 */

/** Pictures of 32 × 32 are enlarged, so that filters learn at the scale at which photos of 64 to 128 pixels show things. */
const side = 64;
const width = 0.5;

const { values } = parseArgs({
  options: { to: { type: "string" }, epochs: { type: "string", default: "45" }, seed: { type: "string", default: "1" } },
});
if (!values.to) throw new Error("Expected --to FILE, the file to write");
const epochs = Number(values.epochs);
const seed = Number(values.seed);

process.stdout.write(`${await device.use()}\n`);
const cifar = await datasets.cifar10();
const { classes } = cifar.train;
const model = resnet18({ classes: classes.length, width, seed });
const learner = new Learner({
  model,
  train: loader(cifar.train, {
    batchSize: 64,
    shuffle: true,
    seed,
    workers: 1,
    transforms: [T.randomResizedCrop(side, { scale: [0.35, 1] }), T.randomHorizontalFlip(), T.normalize()],
  }),
  valid: loader(cifar.test, { batchSize: 100, transforms: [T.resize(side), T.normalize()] }),
  metrics: [accuracy],
  loss: crossEntropy({ labelSmoothing: 0.1 }),
  optimizer: adamW({ weightDecay: 0.05 }),
});
await learner.fitOneCycle(epochs, { learningRate: 0.003 });
const trained = (await learner.validate())["accuracy"] ?? Number.NaN;

const bytes = quantised(await weightArrays(model));
const about = { format: "descent-weights", architecture: "resnet18", width: String(width), classes: JSON.stringify(classes) };
await writeSafetensors(values.to, bytes, {
  ...about,
  data: cifar.train.id,
  pictures: String(side),
  epochs: values.epochs,
  seed: values.seed,
});
assignWeights(model, (await openSafetensors(values.to)).weights, { source: values.to });
const rounded = (await learner.validate())["accuracy"] ?? Number.NaN;
const size = [...bytes.values()].reduce((sum, weight) => sum + weight.values.byteLength, 0);
await writeSafetensors(values.to, bytes, {
  ...about,
  data: cifar.train.id,
  pictures: String(side),
  epochs: values.epochs,
  seed: values.seed,
  accuracy: rounded.toFixed(3),
});
process.stdout.write(
  `accuracy on ${cifar.test.length} test pictures: ${trained} as trained, ${rounded} as bytes; ${formatBytes(size)} in ${values.to}\n`,
);
