import { describe, formatCount, oneOf, plural, positiveInteger } from "../base/index.ts";
import type { ImageDatasetParts } from "./image-dataset-parts.ts";

/** @throws RangeError when the parts of an image data set don't fit together: what was wanted, what came, and the likely cause */
export function checkImages({ classes, ids, height, width, channels, pixels, labels, groups }: ImageDatasetParts): void {
  positiveInteger({ height, width });
  oneOf({ channels }, [1, 3]);
  const count = ids.length;
  const volume = height * width * channels;
  if (!(pixels instanceof Uint8Array)) {
    throw new TypeError(
      `Expected pixels to be a Uint8Array with values 0 … 255 but got ${describe(pixels)}: floats in 0 … 1? Multiply by 255 and round.`,
    );
  }
  if (pixels.length !== count * volume) {
    throw new RangeError(
      `Expected ${formatCount(count * volume)} pixel values, [${count}, ${height}, ${width}, ${channels}], but got ${formatCount(pixels.length)}, ` +
        `which is ${Number((pixels.length / volume).toFixed(2))} pictures for ${plural(count, "id")}.`,
    );
  }
  checkNames({ classes, ids, labels, groups });
}

/** What names the pictures of any data set. */
type Names = Pick<ImageDatasetParts, "classes" | "ids" | "labels" | "groups">;

/** @throws RangeError when ids, labels and groups don't fit together */
export function checkNames({ classes, ids, labels, groups }: Names): void {
  const count = ids.length;
  if (new Set(ids).size !== count) {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    throw new RangeError(`Expected each picture once but got ${describe(twice)} more than once: its predictions could not be told apart.`);
  }
  if (groups && groups.length !== count) {
    throw new RangeError(`Expected one group a picture, ${formatCount(count)}, but got ${formatCount(groups.length)}.`);
  }
  if (!labels) return;
  if (labels.length !== count) {
    throw new RangeError(`Expected one label a picture, ${formatCount(count)}, but got ${formatCount(labels.length)}.`);
  }
  const wrong = labels.findIndex((label) => label < 0 || label >= classes.length);
  if (wrong >= 0) {
    throw new RangeError(
      `Expected labels between 0 and ${classes.length - 1} but got ${labels[wrong]} at index ${wrong}.` +
        ` There are ${plural(classes.length, "class", "classes")}, numbered from 0. Labels that start at 1? Subtract 1.`,
    );
  }
}

/** @throws RangeError when the first `count` pictures are asked for and there are fewer */
export function checkTake(count: number, length: number): void {
  positiveInteger({ count });
  if (count <= length) return;
  throw new RangeError(`Expected count to be at most ${formatCount(length)}, for that many pictures are there, but got ${count}`);
}
