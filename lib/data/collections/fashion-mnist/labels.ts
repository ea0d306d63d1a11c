import { readIdxLabels } from "../idx/read-idx.ts";

/** Names of the ten classes, by label, as the data set's authors give them. */
export const fashionMnistClasses: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** The labels of the 10,000 test pictures, `[10000]`, 0 … 9. @throws Problem when they can't be had */
export async function fashionMnistTestLabels(): Promise<Uint8Array> {
  return readIdxLabels("fashion-mnist", "test");
}
