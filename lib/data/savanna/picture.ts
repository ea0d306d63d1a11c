import { positiveInteger, Random } from "../../base/index.ts";
import { animals } from "./animals/all.ts";
import { drawTimestamp } from "./info-strip.ts";
import { drawLight } from "./light.ts";
import { encodeJpeg, paint } from "./shot.ts";

/** What the pictures show, by label. */
export const species: readonly string[] = animals.map(({ name }) => name);

/** Grows whenever the same seed gives other pictures than before. */
export const drawingVersion = 3;

/** Pictures over which the species are balanced: each block of so many has the same number of each, in an order of its own. */
const block = 40;

/**
 * The species (a label) of a picture: it follows from the seed and the place alone, so it can be had without drawing, and can't be
 * guessed without the seed.
 */
export function speciesOf(seed: string, index: number): number {
  const order = Random.for(seed, "species", Math.floor(index / block)).shuffled(
    Array.from({ length: block }, (_, place) => place % animals.length),
  );
  return order[index % block] ?? 0;
}

/**
 * Draws a camera-trap picture: an animal of one of four species in a landscape, at some time of day, as a JPEG file without metadata.
 *
 * The same seed, place and size give the same bytes, as long as sharp (which paints and encodes) stays the same.
 *
 * @param index which picture of the seed's endless series, from 0
 * @param options.size side in pixels, 96 unless told
 */
export async function drawPicture(
  seed: string,
  index: number,
  { size = 96 }: { readonly size?: number } = {},
): Promise<{ readonly species: number; readonly jpeg: Uint8Array }> {
  positiveInteger({ size });
  if (!Number.isInteger(index) || index < 0) throw new RangeError(`Expected index to be a whole number from 0 up but got ${index}`);
  const label = speciesOf(seed, index);
  const kind = animals[label];
  if (!kind) throw new RangeError(`Expected a species between 0 and ${animals.length - 1} but got ${label}`);
  // One generator for each part of the work: a change to one part leaves the others as they are.
  const part = (name: string): Random => Random.for(seed, "picture", index, name);
  const light = drawLight(part("light"));
  const herd = part("herd").uniform() < 0.25 ? 2 : 1;
  const strip = part("strip");
  const pixels = await paint({
    width: size,
    height: size,
    light,
    cast: Array.from({ length: herd }, () => kind.draw),
    place: () => part("place"),
    event: part,
    frame: 0,
    strip: strip.uniform() < 0.3 ? undefined : drawTimestamp(strip, light),
  });
  return { species: label, jpeg: await encodeJpeg(pixels, { width: size, height: size, quality: 90, chromaSubsampling: "4:4:4" }) };
}
