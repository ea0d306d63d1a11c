import { formatCount, plural, positiveInteger } from "../base/index.ts";
import { type ContactSheet, contactSheet, type Displayable, displaySymbol, type MimeBundle, withText } from "../plot/index.ts";
import { checkImages, checkTake } from "./check-images.ts";
import { countsOf, countWords } from "./dataset/counts.ts";
import type { LabelledImage, LabelledImages } from "./dataset/dataset.ts";
import { checkPlace, checkPlaces, namesAt } from "./dataset/places.ts";
import { showcase } from "./dataset/showcase.ts";
import { decodeImages } from "./decode-images.ts";
import { Image } from "./image/image.ts";
import type { ImageDatasetParts } from "./image-dataset-parts.ts";

/** Pictures of one size with their classes, in memory. It shows itself as a contact sheet with the number of pictures of each class. */
export class ImageDataset implements LabelledImages, Displayable {
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
  readonly groups: readonly string[] | undefined;

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
    this.groups = parts.groups;
  }

  /**
   * A data set of picture files, cut to squares around their centres and scaled to `size` × `size` pixels in red, green and blue.
   *
   * @throws BrokenPicture when a file can't be decoded; the message names it
   */
  static async fromEncoded(
    parts: Pick<ImageDatasetParts, "id" | "split" | "classes" | "ids" | "labels" | "groups"> & {
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

  /** The picture at a place; it shares the data set's memory. @throws RangeError when there is none */
  get(index: number): LabelledImage {
    checkPlace(index, this.length);
    const { height, width, channels } = this;
    const values = this.pixels.subarray(index * this.#volume, (index + 1) * this.#volume); // [H, W, C]
    const image = new Image({ values, height, width, channels });
    const id = this.ids[index] as string;
    const label = this.labels?.[index];
    return label === undefined ? { id, image } : { id, image, label };
  }

  /** The first `count` pictures, in the same memory. @throws RangeError when there are fewer */
  take(count: number): ImageDataset {
    checkTake(count, this.length);
    return new ImageDataset({
      ...this.#parts(),
      ids: this.ids.slice(0, count),
      pixels: this.pixels.subarray(0, count * this.#volume), // [count, H, W, C]
      labels: this.labels?.subarray(0, count),
      groups: this.groups?.slice(0, count),
    });
  }

  /**
   * The pictures at some places, in that order, copied.
   *
   * @throws RangeError when there is no picture at a place, or a place comes twice
   */
  subset(indices: ArrayLike<number>): ImageDataset {
    checkPlaces(indices, this.length);
    const volume = this.#volume;
    const rows = Array.from(indices);
    const pixels = new Uint8Array(rows.length * volume); // [indices, H, W, C]
    for (const [row, index] of rows.entries()) {
      pixels.set(this.pixels.subarray(index * volume, (index + 1) * volume), row * volume);
    }
    return new ImageDataset({ ...this.#parts(), ...namesAt(this, rows), pixels });
  }

  /** How many pictures each class has, `[classes]`; undefined where labels are hidden. */
  counts(): number[] | undefined {
    return countsOf(this.labels, this.classes);
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
    return `${this.#title()} of ${size}, ${this.channels === 1 ? "grey" : "in colour"}; ${countWords(this.labels, this.classes)}`;
  }

  [displaySymbol](): MimeBundle {
    const { indices, columns } = showcase(this.labels, { length: this.length, classes: this.classes.length });
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
    return withText(sheet[displaySymbol](), this.toString());
  }

  #title(): string {
    return `${this.id} (${this.split}): ${plural(this.length, "picture")}`;
  }

  #parts(): ImageDatasetParts {
    const { id, split, classes, ids, height, width, channels, pixels, labels, groups } = this;
    return { id, split, classes, ids, height, width, channels, pixels, labels, groups };
  }

  /** Values a picture has. */
  get #volume(): number {
    return this.height * this.width * this.channels;
  }
}
