import { readFile } from "node:fs/promises";
import { ImageDataset } from "../../../lib/data/index.ts";
import { pathsOf } from "./data.ts";
import { classes, type NetworkName, networks } from "./networks.ts";

/** The pictures of a network, as our contender takes them from the folder into which `writePictures` wrote them. */
export async function readDataset(folder: string, network: NetworkName): Promise<ImageDataset> {
  const paths = pathsOf(folder, network);
  const { side, channels } = networks[network];
  const labels = Int32Array.from(await readFile(paths.labels));
  return new ImageDataset({
    id: "bench",
    split: "train",
    classes: Array.from({ length: classes }, (_, label) => String(label)),
    ids: Array.from(labels, (_, index) => String(index)),
    height: side,
    width: side,
    channels,
    pixels: await readFile(paths.pixels), // [N, side, side, channels]
    labels,
  });
}
