import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { budget, inHome, messageOf, plural, positiveInteger, writeAtomically } from "../../base/index.ts";
import { progress } from "../../plot/index.ts";
import { decodeImages } from "../decode-images.ts";
import { ImageDataset } from "../image-dataset.ts";
import { inParallel } from "../in-parallel.ts";
import { drawingVersion, drawPicture, species, speciesOf } from "./picture.ts";

export interface SavannaOptions {
  /** What all pictures are drawn from: another seed gives other pictures. */
  readonly seed?: string | number;
  /** How many pictures of each species there are to train on: 250 unless told, 40 in the quick budget. */
  readonly perClass?: number;
  /** How many of each species there are to test: 50 unless told, 10 in the quick budget. */
  readonly testPerClass?: number;
  /** Side of a picture in pixels. */
  readonly size?: number;
}

/**
 * Camera-trap pictures of four species that are drawn on this machine from a seed: no network is needed, and there are as many as
 * one likes. By day and by night, near and far, sharp and blurred, whole and half hidden; as many of each species.
 *
 * Drawn once, then read from the cache. Drawing stops with the running notebook cell.
 *
 * @throws RangeError when a number is not a positive integer
 * @example
 * const { train, test } = await datasets.savanna({ perClass: 500 });
 */
export async function savanna(options: SavannaOptions = {}): Promise<{ readonly train: ImageDataset; readonly test: ImageDataset }> {
  const [many, some] = budget() === "quick" ? [40, 10] : [250, 50];
  const { seed = "savanna", perClass = many, testPerClass = some, size = 96 } = options;
  positiveInteger({ perClass, testPerClass, size });
  const train = await part("train", { seed, size, perClass });
  return { train, test: await part("test", { seed, size, perClass: testPerClass }) };
}

interface Drawing {
  readonly seed: string | number;
  readonly size: number;
  readonly perClass: number;
}

async function part(split: "train" | "test", drawing: Drawing): Promise<ImageDataset> {
  const { seed, size, perClass } = drawing;
  const count = perClass * species.length;
  // Nothing but these decides what is drawn; sharp paints and encodes.
  const key = [drawingVersion, sharp.versions.sharp, seed, split, size, count].join("/");
  const path = inHome("cache", "savanna", `${createHash("sha256").update(key).digest("hex").slice(0, 24)}.bin`);
  const content = (await readSealed(path)) ?? (await draw(split, drawing, path));
  return new ImageDataset({
    id: "savanna",
    split,
    classes: species,
    ids: pictureIds(split, count),
    height: size,
    width: size,
    channels: 3,
    pixels: new Uint8Array(content.buffer, content.byteOffset + count, count * size * size * 3), // [count, size, size, 3]
    labels: Int32Array.from(content.subarray(0, count)),
  });
}

const pictureIds = (split: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${split}-${String(index).padStart(5, "0")}`);

/** Draws all pictures of a part: their labels, `[count]`, then their pixels, `[count, size, size, 3]`; kept in the cache. */
async function draw(split: string, { seed, size, perClass }: Drawing, path: string): Promise<Uint8Array> {
  const series = `${seed}/${split}`;
  const places = balancedPlaces(series, perClass);
  const count = places.length;
  const bar = progress({ title: `Drawing savanna (${split})`, total: count, unit: "picture" });
  try {
    const labels = new Uint8Array(count);
    const files: Uint8Array[] = new Array(count);
    await inParallel(count, async (index) => {
      const picture = await drawPicture(series, places[index] ?? 0, { size });
      labels[index] = picture.species;
      files[index] = picture.jpeg;
      bar.advance(1);
    });
    const pixels = await decodeImages(files, { size, ids: pictureIds(split, count) });
    const content = Buffer.concat([labels, pixels]);
    const kept = await writeAtomically(path, Buffer.concat([seal(content), content])).then(
      () => undefined,
      // The pictures are here all the same; they are drawn again next time.
      (error) => `${plural(count, "picture")}, but they could not be kept in the cache: ${messageOf(error)}`,
    );
    bar.done(kept);
    return content;
  } catch (error) {
    bar.fail(messageOf(error));
    throw error;
  }
}

/** The first places in a series that together have `perClass` pictures of each species. */
function balancedPlaces(series: string, perClass: number): number[] {
  const places: number[] = [];
  const counts = species.map(() => 0);
  for (let place = 0; places.length < perClass * species.length; place++) {
    const label = speciesOf(series, place);
    const count = counts[label] ?? 0;
    if (count === perClass) continue;
    counts[label] = count + 1;
    places.push(place);
  }
  return places;
}

const seal = (content: Uint8Array): Buffer => createHash("sha256").update(content).digest();
const sealBytes = 32;

/** The content of a cached file; undefined where there is none, or it is damaged. */
async function readSealed(path: string): Promise<Uint8Array | undefined> {
  const file = await readFile(path).catch(() => undefined);
  const content = file?.subarray(sealBytes);
  return file && content && seal(content).equals(file.subarray(0, sealBytes)) ? content : undefined;
}
