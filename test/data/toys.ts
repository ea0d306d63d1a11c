import { ImageDataset } from "../../lib/data/image-dataset.ts";
import type { ImageDatasetParts } from "../../lib/data/image-dataset-parts.ts";

/** Grey pictures of 2 × 3 pixels whose values count upwards, of the classes ant, bee and cat in turn. */
export function toys(count: number, parts: Partial<ImageDatasetParts> = {}): ImageDataset {
  return new ImageDataset({
    id: "toys",
    split: "train",
    classes: ["ant", "bee", "cat"],
    ids: Array.from({ length: count }, (_, index) => `toy-${index}`),
    height: 2,
    width: 3,
    channels: 1,
    pixels: Uint8Array.from({ length: count * 6 }, (_, index) => index),
    labels: Int32Array.from({ length: count }, (_, index) => index % 3),
    ...parts,
  });
}
