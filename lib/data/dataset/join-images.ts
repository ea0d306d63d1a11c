import { join, relative, sep } from "node:path";
import { ImageDataset } from "../image-dataset.ts";
import { ImageFolder } from "../image-folder/image-folder.ts";
import type { LabelledImages } from "./dataset.ts";

/** Pictures in memory one data set after the other, copied. @throws RangeError when they don't fit together */
export function joinedImages(datasets: readonly ImageDataset[]): ImageDataset {
  const { height, width, channels } = oneShape(datasets);
  const pixels = new Uint8Array(datasets.reduce((sum, dataset) => sum + dataset.pixels.length, 0)); // [N, height, width, channels]
  let offset = 0;
  for (const dataset of datasets) {
    pixels.set(dataset.pixels, offset);
    offset += dataset.pixels.length;
  }
  return new ImageDataset({ ...joinedNames(datasets), ids: datasets.flatMap(({ ids }) => ids), height, width, channels, pixels });
}

function oneShape(datasets: readonly ImageDataset[]): ImageDataset {
  const [first, ...others] = datasets as readonly [ImageDataset, ...ImageDataset[]];
  const words = ({ height, width, channels }: ImageDataset): string => `[${height}, ${width}, ${channels}]`;
  const other = others.find((dataset) => words(dataset) !== words(first));
  if (!other) return first;
  throw new RangeError(
    `Expected pictures of one size to join but got ${words(first)} in ${nameOf(first)} and ${words(other)} in ${nameOf(other)}: ` +
      "bring them to one size where they are made.",
  );
}

/** Pictures in files one data set after the other, from the folder that holds them all. @throws RangeError when they don't fit together */
export function joinedFolders(folders: readonly ImageFolder[]): ImageFolder {
  const names = joinedNames(folders);
  const channels = new Set(folders.map((folder) => folder.channels));
  if (channels.size > 1)
    throw new RangeError("Expected folders that are all read in colour, or all in grey, but got both: open them with the same channels.");
  const folder = commonFolder(folders.map((one) => one.folder));
  const inCommon = (one: ImageFolder, path: string): string => relative(folder, join(one.folder, path)).split(sep).join("/");
  return new ImageFolder({
    ...names,
    folder,
    ids: folders.flatMap((one) => one.ids.map((path) => inCommon(one, path))),
    channels: folders[0]?.channels ?? 3,
    leftOut: folders.flatMap((one) => one.leftOut.map(({ path, reason }) => ({ path: inCommon(one, path), reason }))),
  });
}

/** The innermost folder that holds all of them. */
function commonFolder(folders: readonly string[]): string {
  const parts = folders.map((folder) => folder.split(sep));
  const first = parts[0] ?? [];
  const differs = first.findIndex((part, depth) => parts.some((path) => path[depth] !== part));
  return (differs < 0 ? first : first.slice(0, differs)).join(sep) || sep;
}

const nameOf = ({ id, split }: LabelledImages): string => `${id} (${split})`;

/** What the joined pictures are called and which classes and groups they have. */
function joinedNames(datasets: readonly LabelledImages[]): Pick<LabelledImages, "id" | "split" | "classes" | "labels" | "groups"> {
  const [first, ...others] = datasets as readonly [LabelledImages, ...LabelledImages[]];
  for (const other of others) {
    if (other.classes.join("\n") !== first.classes.join("\n")) {
      throw new RangeError(
        `Expected the same classes in the same order to join but ${nameOf(first)} has ${first.classes.join(", ")} and ${nameOf(other)} has ` +
          `${other.classes.join(", ")}: open both with one list, imageFolder(path, { classes }).`,
      );
    }
    if (Boolean(other.labels) !== Boolean(first.labels)) {
      throw new RangeError(
        `Expected labels in all data sets to join, or in none, but one of ${nameOf(first)} and ${nameOf(other)} hides them.`,
      );
    }
  }
  const words = (key: "id" | "split"): string => Array.from(new Set(datasets.map((dataset) => dataset[key]))).join("+");
  const grouped = datasets.every(({ groups }) => groups);
  return {
    id: words("id"),
    split: words("split"),
    classes: first.classes,
    labels: first.labels && Int32Array.from(datasets.flatMap(({ labels }) => Array.from(labels ?? []))),
    groups: grouped ? datasets.flatMap(({ groups }) => groups ?? []) : undefined,
  };
}
