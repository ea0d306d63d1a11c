import type { TrainAndTest } from "../idx/parts-at-hand.ts";
import { readIdxPart } from "../idx/read-idx.ts";
import { fashionMnistClasses } from "./labels.ts";

/**
 * Fashion-MNIST: 60,000 grey pictures of clothes to train on and 10,000 to test, 28 × 28 pixels, ten classes of the same size.
 *
 * Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747; MIT licence. A picture's id is its place in its part.
 *
 * @throws Problem when a file can't be had
 * @example
 * const { train, test } = await datasets.fashionMnist();
 */
export async function fashionMnist(): Promise<TrainAndTest> {
  const train = await readIdxPart("fashion-mnist", "train", fashionMnistClasses); // one progress bar at a time
  return { train, test: await readIdxPart("fashion-mnist", "test", fashionMnistClasses) };
}
