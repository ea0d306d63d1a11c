import fc from "fast-check";
import { Random } from "../../../lib/base/index.ts";
import { Image } from "../../../lib/data/image/image.ts";

/** A picture of random bytes. */
export function noise(height: number, width: number, channels: 1 | 3 = 3, seed: number | string = 0): Image {
  const random = Random.for(seed, "noise", height, width, channels);
  return new Image({ values: Uint8Array.from({ length: height * width * channels }, () => random.integer(256)), height, width, channels });
}

/** The same values as floats, 0 … 255. */
export function floats({ values, height, width, channels }: Image): Image {
  return new Image({ values: Float32Array.from(values), height, width, channels });
}

/** Small pictures of any shape, grey and in colour. */
export const pictures = ({ least = 1, most = 24 } = {}): fc.Arbitrary<Image> =>
  fc
    .record({
      height: fc.integer({ min: least, max: most }),
      width: fc.integer({ min: least, max: most }),
      channels: fc.constantFrom(1 as const, 3 as const),
      seed: fc.integer(),
    })
    .map(({ height, width, channels, seed }) => noise(height, width, channels, seed));

export const seeds = fc.integer();
