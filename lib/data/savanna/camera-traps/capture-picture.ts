import { Random } from "../../../base/index.ts";
import { animals, rareAnimals } from "../animals/all.ts";
import type { Species } from "../animals/animal.ts";
import { encodeJpeg, paint } from "../shot.ts";
import { type Capture, lightOf } from "./captures.ts";

/** Of all pictures, in pixels: 4:3, as camera traps have it. */
export const [width, height] = [128, 96];

/** Of a herd no more than so many stand where the camera sees them. */
const inView = 4;

/** Draws one picture of a capture as a JPEG file: in all of them the same animals in the same place, a little later each. */
export async function drawFrame(seed: string, capture: Capture, frame: number): Promise<Uint8Array> {
  const { site, species, animals: count, key, date, time } = capture;
  const pixels = await paint({
    width,
    height,
    light: lightOf(seed, capture),
    cast: species.flatMap((name, place) => Array.from({ length: place === 0 ? Math.min(count, inView) : 1 }, () => drawingOf(name))),
    place: () => Random.for(seed, "site", site.name),
    event: (part) => Random.for(seed, key, part),
    frame,
    strip: site.printsTime ? `${date} ${time.slice(0, 5)}` : undefined,
  });
  return await encodeJpeg(pixels, { width, height, quality: 88 });
}

const drawings = new Map([...animals, ...rareAnimals].map(({ name, draw }) => [name, draw]));

function drawingOf(name: string): Species {
  const draw = drawings.get(name);
  if (!draw) throw new RangeError(`Expected a species out of ${[...drawings.keys()].join(", ")} but got ${name}`);
  return draw;
}
