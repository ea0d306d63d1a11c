import { ImageDataset } from "../image-dataset.ts";
import { fashionMnistClasses, readFashionMnistFile } from "./labels.ts";

/**
 * Fashion-MNIST: 60,000 grey pictures of clothes to train on and 10,000 to test, 28 × 28 pixels, ten classes of the same size.
 *
 * Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747; MIT licence. A picture's id is its place in its part.
 *
 * @throws Problem when a file can't be had
 * @example
 * const { train, test } = await datasets.fashionMnist();
 */
export async function fashionMnist(): Promise<{ readonly train: ImageDataset; readonly test: ImageDataset }> {
  const train = await part("train", "train"); // one after the other, so that one progress bar is shown at a time
  return { train, test: await part("test", "t10k") };
}

async function part(split: "train" | "test", prefix: string): Promise<ImageDataset> {
  const images = await readFashionMnistFile(`${prefix}-images-idx3-ubyte`, 3); // [N, 28, 28]
  const labels = await readFashionMnistFile(`${prefix}-labels-idx1-ubyte`, 1); // [N]
  const [count = 0, height = 0, width = 0] = images.shape;
  return new ImageDataset({
    id: "fashion-mnist",
    split,
    classes: fashionMnistClasses,
    ids: Array.from({ length: count }, (_, index) => String(index)),
    height,
    width,
    channels: 1,
    pixels: images.values, // [N, 28, 28, 1]
    labels: Int32Array.from(labels.values),
  });
}
