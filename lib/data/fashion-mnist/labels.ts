import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fetchFile } from "../catalog/index.ts";
import { type Idx, parseIdx } from "./idx.ts";

const inflate = promisify(gunzip);

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

/** A Fashion-MNIST file, fetched and read. @throws Problem when it can't be had */
export async function readFashionMnistFile(name: string, dimensions: number): Promise<Idx> {
  const path = await fetchFile("fashion-mnist", `${name}.gz`);
  return parseIdx(await inflate(await readFile(path)), name, dimensions);
}

/** The labels of the 10,000 test pictures, `[10000]`, 0 … 9. @throws Problem when they can't be had */
export async function fashionMnistTestLabels(): Promise<Uint8Array> {
  return (await readFashionMnistFile("t10k-labels-idx1-ubyte", 1)).values;
}
