import { describe } from "../../base/index.ts";
import type { Dataset, LabelledImage } from "../dataset/dataset.ts";
import { Image } from "../image/image.ts";
import { ImageDataset } from "../image-dataset.ts";
import { ImageFolder } from "../image-folder/index.ts";
import type { ReadPicture } from "./picture-maker.ts";
import { readPictureFile } from "./read-file.ts";
import type { SharedPictures } from "./recipe.ts";

/** How a loader gets at the pictures of a data set. */
export interface Supply {
  /** The file of each picture, or its id where it comes from no file, `[N]`. */
  readonly names: readonly string[];
  /** Names of the classes, by label, where they are known. */
  readonly classes: readonly string[] | undefined;
  readonly read: ReadPicture;
  /** For other threads; undefined where pictures come from a function of the user's. */
  readonly shared: (() => SharedPictures) | undefined;
  /** Whether names are files. */
  readonly files: boolean;
  /** Sizes and channels that pictures have before all transforms, or two that they could have; none where nothing is known. */
  readonly samples: readonly { readonly height: number; readonly width: number; readonly channels: number }[];
  /** The class of a picture that was read before, −1 where it is hidden. */
  label(index: number): number;
  id(index: number): string;
}

/** The label of a picture whose class is hidden. */
const hiddenLabel = -1;

/** @throws TypeError when it is no data set of pictures */
export function supplyOf(dataset: Dataset<LabelledImage>): Supply {
  if (dataset instanceof ImageDataset) return bytesInMemory(dataset);
  if (dataset instanceof ImageFolder) return files(dataset);
  if (typeof dataset?.get === "function" && Number.isInteger(dataset.length)) return functionOfUser(dataset);
  const isParts = typeof dataset === "object" && dataset !== null && "train" in dataset;
  throw new TypeError(
    `Expected a data set of pictures but got ${isParts ? "one in parts. Its train part is one" : `${describe(dataset)}. An imageFolder is one, and so is a part of a data set`}: loader(data.train, { batchSize: 64 }).`,
  );
}

function bytesInMemory(dataset: ImageDataset): Supply {
  const { height, width, channels, pixels, ids, labels, classes } = dataset;
  const volume = height * width * channels;
  return {
    names: ids,
    classes,
    read: ({ index }) => new Image({ values: pixels.subarray(index * volume, (index + 1) * volume), height, width, channels }),
    shared: () => ({ kind: "pixels", pixels: sharedCopy(dataset), height, width, channels }),
    files: false,
    samples: [{ height, width, channels }],
    label: (index) => labels?.[index] ?? hiddenLabel,
    id: (index) => ids[index] ?? "",
  };
}

function files({ paths, ids, labels, classes, channels }: ImageFolder): Supply {
  return {
    names: paths,
    classes,
    read: (order) => readPictureFile(order, channels),
    shared: () => ({ kind: "files", channels }),
    files: true,
    samples: [
      { height: 480, width: 640, channels },
      { height: 640, width: 480, channels },
    ],
    label: (index) => labels?.[index] ?? hiddenLabel,
    id: (index) => ids[index] ?? "",
  };
}

function functionOfUser(
  dataset: Dataset<LabelledImage> & { readonly classes?: readonly string[]; readonly ids?: readonly string[] },
): Supply {
  const { length, classes } = dataset;
  const labels = new Int32Array(length).fill(hiddenLabel);
  const ids = Array.from({ length }, (_, index) => dataset.ids?.[index] ?? `picture ${index}`);
  const seen = (index: number, { id, image, label = hiddenLabel }: LabelledImage): Image => {
    if (!(image instanceof Image)) {
      throw new TypeError(`Expected get(${index}) to give { id, image } with a picture of the class Image but got ${describe(image)}.`);
    }
    labels[index] = label;
    ids[index] = id;
    return image;
  };
  return {
    names: ids,
    classes,
    read: ({ index }) => {
      const got = dataset.get(index);
      return got instanceof Promise ? got.then((picture) => seen(index, picture)) : seen(index, got);
    },
    shared: undefined,
    files: false,
    samples: [],
    label: (index) => labels[index] ?? hiddenLabel,
    id: (index) => ids[index] ?? "",
  };
}

const copies = new WeakMap<ImageDataset, Uint8Array>();

/** The pixels of a data set in memory that threads share, copied once. */
function sharedCopy(dataset: ImageDataset): Uint8Array {
  const known = copies.get(dataset);
  if (known) return known;
  const copy = new Uint8Array(new SharedArrayBuffer(dataset.pixels.length));
  copy.set(dataset.pixels);
  copies.set(dataset, copy);
  return copy;
}
