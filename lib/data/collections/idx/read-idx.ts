import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { fetchFile } from "../../catalog/index.ts";
import { ImageDataset } from "../../image-dataset.ts";
import { type Idx, parseIdx } from "./idx.ts";

const inflate = promisify(gunzip);

/** What the two parts of MNIST and of its successors are called in file names. */
const prefixes = { train: "train", test: "t10k" } as const;

/** A gzipped IDX file of a data set, fetched and read. @throws Problem when it can't be had; RangeError when it is none */
export async function readIdx(dataset: string, name: string, dimensions: number): Promise<Idx> {
  const path = await fetchFile(dataset, `${name}.gz`);
  return parseIdx(await inflate(await readFile(path)), name, dimensions);
}

/** The labels of a part, `[N]`. @throws Problem when they can't be had */
export async function readIdxLabels(dataset: string, split: keyof typeof prefixes): Promise<Uint8Array> {
  return (await readIdx(dataset, `${prefixes[split]}-labels-idx1-ubyte`, 1)).values;
}

/** A part of a data set in the form of MNIST; a picture's id is its place. @throws Problem when it can't be had */
export async function readIdxPart(id: string, split: keyof typeof prefixes, classes: readonly string[]): Promise<ImageDataset> {
  const images = await readIdx(id, `${prefixes[split]}-images-idx3-ubyte`, 3); // [N, 28, 28]
  const labels = await readIdxLabels(id, split); // [N]
  const [count = 0, height = 0, width = 0] = images.shape;
  return new ImageDataset({
    id,
    split,
    classes,
    ids: Array.from({ length: count }, (_, index) => String(index)),
    height,
    width,
    channels: 1,
    pixels: images.values, // [N, 28, 28, 1]
    labels: Int32Array.from(labels),
  });
}
