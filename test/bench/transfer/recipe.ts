import { type LabelledImages, loader, transforms as T } from "../../../lib/data/index.ts";
import { accuracy, adamW, Learner } from "../../../lib/train/index.ts";
import { resnet18 } from "../../../lib/vision/index.ts";

/** How a network comes to know the photos: from random weights, with a trained body that stays as it is, or with one that learns on. */
export const ways = ["from scratch", "frozen features", "fine-tuned"] as const;
export type Way = (typeof ways)[number];

export interface Recipe {
  readonly train: LabelledImages;
  readonly valid: LabelledImages;
  /** Rows and columns of the pictures. */
  readonly side: number;
  /** 0.5 for the project's own weights, 1 for ImageNet's. */
  readonly width: number;
  readonly epochs: number;
  readonly seed: number;
}

/** Peak of the one cycle: the best of 1e-3, 3e-3 and 1e-2 for training from scratch. */
const learningRate = 3e-3;
/** Shares of the rate for the early and the late half of a trained body and the head. Howard and Ruder, "ULMFiT" (2018). */
const groupRates = [0.1, 0.3, 1];

/** The share of the validation photos that are classified right after training in one of the ways, all with equal epochs. */
export async function accuracyAfter(way: Way, { train, valid, side, width, epochs, seed }: Recipe): Promise<number> {
  const model = resnet18({ classes: train.classes.length, width, seed, pretrained: way !== "from scratch" });
  const learner = new Learner({
    model,
    train: loader(train, {
      batchSize: 32,
      shuffle: true,
      seed,
      workers: 1,
      transforms: [T.randomResizedCrop(side, { scale: [0.35, 1] }), T.randomHorizontalFlip(), T.normalize()],
    }),
    valid: loader(valid, { batchSize: 64, transforms: [T.resize(Math.round(side * 1.14)), T.centerCrop(side), T.normalize()] }),
    metrics: [accuracy],
    optimizer: adamW,
  });
  try {
    if (way === "from scratch") {
      await learner.fitOneCycle(epochs, { learningRate });
    } else if (way === "frozen features") {
      learner.freeze();
      await learner.fitOneCycle(epochs, { learningRate });
    } else {
      learner.freeze();
      await learner.fitOneCycle(1, { learningRate });
      learner.unfreeze();
      await learner.fitOneCycle(epochs - 1, { learningRate, groupRates });
    }
    return (await learner.validate())["accuracy"] ?? Number.NaN;
  } finally {
    learner.dispose();
    model.dispose();
  }
}
