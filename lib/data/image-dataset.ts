import { describe, formatCount, plural, positiveInteger } from "../base/index.ts";
import { type ContactSheet, contactSheet, type Displayable, displaySymbol, type MimeBundle } from "../plot/index.ts";
import { checkImages } from "./check-images.ts";
import { decodeImages } from "./decode-images.ts";
import type { ImageDatasetParts } from "./image-dataset-parts.ts";

/** One picture of a data set. */
export interface LabelledImage {
  readonly id: string;
  /** 0 … 255, `[height, width, channels]`; it shares the data set's memory. */
  readonly image: Uint8Array;
  /** Its class; none where labels are hidden. */
  readonly label?: number;
}

/** Pictures of one size with their classes, in memory. It shows itself as a contact sheet with the number of pictures of each class. */
export class ImageDataset implements Displayable {
  readonly id: string;
  readonly split: string;
  readonly classes: readonly string[];
  readonly ids: readonly string[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `[N, height, width, channels]` */
  readonly pixels: Uint8Array;
  /** `[N]`, undefined where labels are hidden */
  readonly labels: Int32Array | undefined;

  /** @throws RangeError when the parts don't fit together: what was wanted, what came, and the likely cause */
  constructor(parts: ImageDatasetParts) {
    checkImages(parts);
    this.id = parts.id;
    this.split = parts.split;
    this.classes = parts.classes;
    this.ids = parts.ids;
    this.height = parts.height;
    this.width = parts.width;
    this.channels = parts.channels;
    this.pixels = parts.pixels;
    this.labels = parts.labels;
  }

  /**
   * A data set of JPEG, PNG or WebP files, decoded to `size` × `size` pixels in red, green and blue.
   *
   * @throws RangeError when a file can't be decoded; the message names it
   */
  static async fromEncoded(
    parts: Pick<ImageDatasetParts, "id" | "split" | "classes" | "ids" | "labels"> & {
      /** Each picture's file content, `[N]`. */
      readonly files: readonly Uint8Array[];
      readonly size: number;
    },
  ): Promise<ImageDataset> {
    const { files, size, ...rest } = parts;
    const pixels = await decodeImages(files, { size, ids: parts.ids }); // [N, size, size, 3]
    return new ImageDataset({ ...rest, height: size, width: size, channels: 3, pixels });
  }

  /** How many pictures there are. */
  get length(): number {
    return this.ids.length;
  }

  /** The picture at a place. @throws RangeError when there is none */
  get(index: number): LabelledImage {
    this.#checkIndex(index);
    const id = this.ids[index] ?? "";
    const image = this.pixels.subarray(index * this.#volume, (index + 1) * this.#volume); // [H, W, C]
    const label = this.labels?.[index];
    return label === undefined ? { id, image } : { id, image, label };
  }

  /** The first `count` pictures, in the same memory. @throws RangeError when there are fewer */
  take(count: number): ImageDataset {
    positiveInteger({ count });
    if (count > this.length) {
      throw new RangeError(`Expected count to be at most ${formatCount(this.length)}, for that many pictures are there, but got ${count}`);
    }
    return new ImageDataset({
      ...this.#parts(),
      ids: this.ids.slice(0, count),
      pixels: this.pixels.subarray(0, count * this.#volume), // [count, H, W, C]
      labels: this.labels?.subarray(0, count),
    });
  }

  /**
   * The pictures at some places, in that order, copied.
   *
   * @throws RangeError when there is no picture at a place, or a place comes twice
   */
  subset(indices: ArrayLike<number>): ImageDataset {
    const volume = this.#volume;
    const pixels = new Uint8Array(indices.length * volume); // [indices, H, W, C]
    const ids: string[] = [];
    for (let row = 0; row < indices.length; row++) {
      const index = Number(indices[row]);
      this.#checkIndex(index);
      pixels.set(this.pixels.subarray(index * volume, (index + 1) * volume), row * volume);
      ids.push(this.ids[index] ?? "");
    }
    const { labels } = this;
    return new ImageDataset({
      ...this.#parts(),
      ids,
      pixels,
      labels: labels && Int32Array.from({ length: ids.length }, (_, row) => labels[Number(indices[row])] ?? 0),
    });
  }

  /** How many pictures each class has, `[classes]`; undefined where labels are hidden. */
  counts(): number[] | undefined {
    if (!this.labels) return undefined;
    const counts = this.classes.map(() => 0);
    for (const label of this.labels) counts[label] = (counts[label] ?? 0) + 1;
    return counts;
  }

  /**
   * A contact sheet of the first pictures.
   *
   * @param options.titles words above each picture; by default its class, where that is known
   * @param options.count how many, at most
   */
  sheet({ titles, count = 24 }: { readonly titles?: readonly string[]; readonly count?: number } = {}): ContactSheet {
    positiveInteger({ count });
    const shown = Math.min(count, this.length);
    const names = titles ?? Array.from(this.labels?.subarray(0, shown) ?? [], (label) => this.classes[label] ?? "");
    return contactSheet({
      pixels: this.pixels.subarray(0, shown * this.#volume),
      height: this.height,
      width: this.width,
      channels: this.channels,
      titles: names.slice(0, shown),
    });
  }

  /** One line: which data set, how many pictures of which size, and how many of each class. */
  toString(): string {
    const size = `${this.height} × ${this.width} pixels`;
    const counts = this.counts();
    const classes = counts
      ? `${plural(this.classes.length, "class", "classes")}: ${this.classes.map((name, label) => `${name} ${formatCount(counts[label] ?? 0)}`).join(", ")}`
      : `classes hidden (${this.classes.join(", ")})`;
    return `${this.#title()} of ${size}, ${this.channels === 1 ? "grey" : "in colour"}; ${classes}`;
  }

  [displaySymbol](): MimeBundle {
    const { indices, columns } = this.#sample();
    const counts = this.counts();
    const some = this.subset(indices);
    const sheet = contactSheet({
      pixels: some.pixels,
      height: this.height,
      width: this.width,
      channels: this.channels,
      columns,
      title: this.#title(),
      titles: Array.from(some.labels ?? [], (label) => `${this.classes[label]}\n${formatCount(counts?.[label] ?? 0)}`),
    });
    return { ...sheet[displaySymbol](), "text/plain": this.toString() };
  }

  /** Some pictures that stand for all: rows in which each class comes equally often, or the first ones where classes are hidden. */
  #sample(): { indices: number[]; columns: number } {
    const [columns, rows] = [10, 2];
    if (!this.labels) return { indices: Array.from({ length: Math.min(columns * rows, this.length) }, (_, index) => index), columns };
    const inRow = Math.max(1, Math.floor(columns / this.classes.length)); // pictures of one class in a row
    const ofClass = this.classes.map((): number[] => []);
    for (let index = 0; index < this.length; index++) {
      const chosen = ofClass[this.labels[index] ?? 0];
      if (chosen && chosen.length < inRow * rows) chosen.push(index);
    }
    const indices = Array.from({ length: rows }, (_, row) =>
      ofClass.flatMap((chosen) => chosen.slice(row * inRow, (row + 1) * inRow)),
    ).flat();
    return { indices: indices.slice(0, 4 * columns), columns: Math.min(columns, inRow * this.classes.length) };
  }

  #title(): string {
    return `${this.id} (${this.split}): ${plural(this.length, "picture")}`;
  }

  #checkIndex(index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.length) return;
    throw new RangeError(
      `Expected an index between 0 and ${this.length - 1}, for there are ${plural(this.length, "picture")}, but got ${describe(index)}`,
    );
  }

  #parts(): ImageDatasetParts {
    const { id, split, classes, ids, height, width, channels, pixels, labels } = this;
    return { id, split, classes, ids, height, width, channels, pixels, labels };
  }

  /** Values a picture has. */
  get #volume(): number {
    return this.height * this.width * this.channels;
  }
}
