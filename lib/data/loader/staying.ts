import { Random } from "../../base/index.ts";
import type { Image } from "../image/image.ts";
import { Pipeline } from "../pixels/index.ts";
import { flatten } from "../transforms/compose.ts";
import { describeTransform, type TransformDescription } from "../transforms/registry.ts";
import type { Transform } from "../transforms/transform.ts";
import type { BatchMaker, Filled, Pictures, Turn } from "./batch-rows.ts";
import { expectRow, type RowShape, volumeOf } from "./row-shape.ts";

/** Transforms as a loader runs them: in any thread up to the first that can't be sent there, such as `lambda`, from there on here. */
export interface Split {
  readonly travelling: readonly Transform[];
  readonly described: readonly TransformDescription[];
  readonly staying: readonly Transform[];
}

export function splitTransforms(transforms: readonly Transform[]): Split {
  const all = flatten(transforms);
  const described: TransformDescription[] = [];
  for (const transform of all) {
    const description = describeTransform(transform);
    if (!description) break;
    described.push(description);
  }
  return { travelling: all.slice(0, described.length), described, staying: all.slice(described.length) };
}

/** The transforms that stay on the main thread. */
export class Staying {
  readonly #pipeline: Pipeline;
  readonly #seed: number | string;

  constructor(transforms: readonly Transform[], seed: number | string) {
    this.#pipeline = new Pipeline(transforms);
    this.#seed = seed;
  }

  /** Does them to what a picture has become so far. Draws the same numbers wherever that was made. */
  run(images: readonly Image[], { epoch, first }: Turn, row: number): Image[] {
    const random = Random.for(this.#seed, "transform", epoch, first + row, "here");
    return images.flatMap((image) => this.#pipeline.run(image, random));
  }
}

/** Batches of pictures that are finished on the main thread. `names` are those of all pictures of the data set. */
export function finishedHere(pictures: BatchMaker<Pictures>, staying: Staying, names: readonly string[]): BatchMaker<Filled> {
  let wanted: { readonly shape: RowShape; readonly like: string } | undefined;
  return {
    async next(turn) {
      const rows = await pictures.next(turn);
      let values = new Float32Array(0);
      for (const [row, made] of rows.entries()) {
        const images = staying.run(made, turn, row);
        const name = names[turn.indices[row] ?? 0] ?? "";
        const shape = shapeOf(images, name);
        wanted ??= { shape, like: name };
        expectRow(shape, wanted.shape, { name, like: wanted.like });
        const room = volumeOf(shape);
        if (values.length === 0) values = new Float32Array(rows.length * room); // [N · count, H, W, C]
        for (const [place, image] of images.entries())
          asFloats.runInto(image, noDraws, { target: values, offset: row * room + (place * room) / images.length });
      }
      const { height, width, channels, count } = wanted?.shape ?? noShape;
      return { values, shape: [rows.length * count, height, width, channels], crops: count, free() {} };
    },
    close: () => pictures.close(),
  };
}

/** Writes pictures as float32; bytes become 0 … 1. */
const asFloats = new Pipeline([]);
const noDraws = new Random(0);
const noShape: RowShape = { height: 0, width: 0, channels: 0, count: 1 };

function shapeOf(images: readonly Image[], name: string): RowShape {
  const [first] = images;
  if (!first) throw new RangeError(`Expected the transforms to make a picture of ${name} but they made none.`);
  const { height, width, channels } = first;
  for (const image of images) {
    const one = { height: image.height, width: image.width, channels: image.channels, count: 1 };
    expectRow(one, { height, width, channels, count: 1 }, { name, like: name });
  }
  return { height, width, channels, count: images.length };
}
