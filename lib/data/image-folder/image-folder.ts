import { join } from "node:path";
import { formatCount, oneOf, plural, positiveInteger } from "../../base/index.ts";
import { type ContactSheet, type Displayable, displaySymbol, type MimeBundle, type PictureSize, withText } from "../../plot/index.ts";
import { checkNames, checkTake } from "../check-images.ts";
import { countsOf, countWords } from "../dataset/counts.ts";
import type { LabelledImage, LabelledImages } from "../dataset/dataset.ts";
import { checkPlace, checkPlaces, namesAt } from "../dataset/places.ts";
import { showcase } from "../dataset/showcase.ts";
import { readImage } from "../image/decode.ts";
import type { ImageDataset } from "../image-dataset.ts";
import type { LeftOut } from "./find-pictures.ts";
import { sizesOf } from "./sizes.ts";
import { thumbnails } from "./thumbnails.ts";
import { toMemory } from "./to-memory.ts";

/** What an ImageFolder is made of. */
export interface ImageFolderParts {
  /** Which data set this is, such as `monkey-species`. */
  readonly id: string;
  /** Which part of it, such as `train`. */
  readonly split: string;
  /** Names of the classes, by label. */
  readonly classes: readonly string[];
  /** The folder that holds the files. */
  readonly folder: string;
  /** Each picture's path in the folder, with "/" between its parts, `[N]`, all different. */
  readonly ids: readonly string[];
  /** The class of each picture, `[N]`; none where they are hidden. */
  readonly labels?: Int32Array | undefined;
  /** What each picture belongs to, such as its capture, `[N]`. */
  readonly groups?: readonly string[] | undefined;
  /** Decode to red, green and blue (3, unless told) or to grey (1). */
  readonly channels?: 1 | 3;
  /** Files of the folder that were not taken. */
  readonly leftOut?: readonly LeftOut[];
}

/**
 * Pictures in files, of any size, with their classes: each is read and decoded when it is asked for. It shows itself as a contact sheet
 * with the number of pictures of each class, and says what it left out. `imageFolder(path)` makes one.
 */
export class ImageFolder implements LabelledImages, Displayable {
  readonly id: string;
  readonly split: string;
  readonly classes: readonly string[];
  /** Each picture's path in the folder, with "/" between its parts, `[N]` */
  readonly ids: readonly string[];
  /** `[N]`, undefined where labels are hidden */
  readonly labels: Int32Array | undefined;
  readonly groups: readonly string[] | undefined;
  readonly folder: string;
  /** Absolute paths, `[N]` */
  readonly paths: readonly string[];
  readonly channels: 1 | 3;
  /** Files of the folder that were not taken, and why. */
  readonly leftOut: readonly LeftOut[];

  /** @throws RangeError when the parts don't fit together */
  constructor({ id, split, classes, folder, ids, labels, groups, channels = 3, leftOut = [] }: ImageFolderParts) {
    oneOf({ channels }, [1, 3]);
    checkNames({ classes, ids, labels, groups });
    this.id = id;
    this.split = split;
    this.classes = classes;
    this.ids = ids;
    this.labels = labels;
    this.groups = groups;
    this.folder = folder;
    this.paths = ids.map((path) => join(folder, path));
    this.channels = channels;
    this.leftOut = leftOut;
  }

  /** How many pictures there are. */
  get length(): number {
    return this.ids.length;
  }

  /** Reads and decodes the picture at a place. @throws RangeError when there is none; BrokenPicture when its file is damaged */
  async get(index: number): Promise<LabelledImage> {
    checkPlace(index, this.length);
    const image = await readImage(this.paths[index] as string, { channels: this.channels });
    const id = this.ids[index] as string;
    const label = this.labels?.[index];
    return label === undefined ? { id, image } : { id, image, label };
  }

  /** The pictures at some places, in that order. @throws RangeError when there is no picture at a place, or a place comes twice */
  subset(indices: ArrayLike<number>): ImageFolder {
    checkPlaces(indices, this.length);
    return new ImageFolder({ ...this.#parts(), ...namesAt(this, Array.from(indices)) });
  }

  /** The first `count` pictures. @throws RangeError when there are fewer */
  take(count: number): ImageFolder {
    checkTake(count, this.length);
    return this.subset(Array.from({ length: count }, (_, index) => index));
  }

  /** How many pictures each class has, `[classes]`; undefined where labels are hidden. */
  counts(): number[] | undefined {
    return countsOf(this.labels, this.classes);
  }

  /**
   * How large the pictures are, to look at with `imageSizes` of "descent/plot": read from the heads of the files, which is fast. Files
   * whose head can't be read are left out; `findCorruptImages` names them.
   */
  sizes(): Promise<PictureSize[]> {
    return sizesOf(this.paths);
  }

  /** All pictures decoded, cut to squares around their centres and scaled to `size` × `size` pixels: small data sets train faster so. */
  toMemory({ size }: { readonly size: number }): Promise<ImageDataset> {
    return toMemory(this, size);
  }

  /**
   * A contact sheet of the first pictures, cut to squares.
   *
   * @param options.titles words above each picture; by default its class, where that is known
   * @param options.count how many, at most
   */
  async sheet({ titles, count = 24 }: { readonly titles?: readonly string[]; readonly count?: number } = {}): Promise<ContactSheet> {
    positiveInteger({ count });
    const shown = Math.min(count, this.length);
    const names = titles ?? Array.from(this.labels?.subarray(0, shown) ?? [], (label) => this.classes[label] ?? "");
    return thumbnails(this.paths.slice(0, shown), { titles: names.slice(0, shown) });
  }

  /** One line: which data set, how many pictures, how many of each class, and what was left out. */
  toString(): string {
    const shape = `files of any size, read ${this.channels === 1 ? "in grey" : "in colour"}`;
    const leftOut = leftOutWords(this.leftOut);
    return `${this.#title()}, ${shape}; ${countWords(this.labels, this.classes)}${leftOut && `; left out: ${leftOut}`}`;
  }

  async [displaySymbol](): Promise<MimeBundle> {
    const { indices, columns } = showcase(this.labels, { length: this.length, classes: this.classes.length });
    const counts = this.counts();
    const leftOut = leftOutWords(this.leftOut);
    const sheet = await thumbnails(
      indices.map((index) => this.paths[index] as string),
      {
        columns,
        title: leftOut ? `${this.#title()} (left out: ${leftOut})` : this.#title(),
        titles: indices.flatMap((index) => {
          const label = this.labels?.[index];
          return label === undefined ? [] : [`${this.classes[label]}\n${formatCount(counts?.[label] ?? 0)}`];
        }),
      },
    );
    return withText(sheet[displaySymbol](), this.toString());
  }

  #title(): string {
    return `${this.id} (${this.split}): ${plural(this.length, "picture")}`;
  }

  #parts(): ImageFolderParts {
    const { id, split, classes, folder, ids, labels, groups, channels, leftOut } = this;
    return { id, split, classes, folder, ids, labels, groups, channels, leftOut };
  }
}

/** What was left out, counted by reason: "3 files (no picture's ending (.txt))". */
function leftOutWords(leftOut: readonly LeftOut[]): string {
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return Array.from(counts, ([reason, count]) => `${formatCount(count)} × ${reason}`).join(", ");
}
