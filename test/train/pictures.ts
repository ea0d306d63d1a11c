import { Random } from "../../lib/base/index.ts";
import { ImageDataset } from "../../lib/data/index.ts";
import { tf } from "../../lib/device/index.ts";

export const side = 6;

/** Pictures that are easy to learn: class 0 is bright above, 1 below, 2 all over, with noise. */
export function stripes(
  count: number,
  changes: Partial<{ labels: Int32Array; split: string; height: number; width: number }> = {},
): ImageDataset {
  const random = new Random(count);
  const { height = side, width = side, split = "train" } = changes;
  const labels = Int32Array.from({ length: count }, (_, index) => index % 3);
  const pixels = new Uint8Array(count * height * width);
  for (let index = 0; index < pixels.length; index++) {
    const picture = Math.floor(index / (height * width));
    const above = index % (height * width) < (height * width) / 2;
    const bright = labels[picture] === 2 || above === (labels[picture] === 0);
    pixels[index] = Math.floor(random.uniform(0, 120)) + (bright ? 120 : 0);
  }
  const ids = Array.from({ length: count }, (_, index) => `picture-${index}`);
  const classes = ["above", "below", "all over"];
  return new ImageDataset({ id: "stripes", split, classes, ids, height, width, channels: 1, pixels, labels: changes.labels ?? labels });
}

/** A small network with the layers that behave differently in training: dropout and batch normalisation. */
export function smallNetwork({ units = 3, activation }: { units?: number; activation?: "softmax" } = {}): tf.Sequential {
  const seed = 3;
  const layers = [
    tf.layers.conv2d({
      inputShape: [side, side, 1],
      filters: 4,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: tf.initializers.glorotUniform({ seed }),
    }),
    tf.layers.batchNormalization({ momentum: 0.5 }),
    tf.layers.flatten(),
    tf.layers.dropout({ rate: 0.2, seed }),
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed }), ...(activation && { activation }) }),
  ];
  return tf.sequential({ layers });
}
