import { describe, type Random } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { pixelTransform } from "./make.ts";
import type { PixelTransform } from "./transform.ts";

/**
 * A transform of one's own. torchvision's `Lambda`.
 *
 * A function can't be sent to a worker, so a loader does this, and what comes after it, on the main thread; and it isn't cached, for
 * nobody knows whether it gives the same each time. Draw from the generator that it is given, and the seed repeats the draws.
 *
 * @throws TypeError when it is no function; when applied, unless it returns an `Image`
 * @example
 * T.lambda((image) => new Image({ ...image, values: image.pixels.map((value) => 255 - value) }));
 */
export function lambda(work: (image: Image, random: Random) => Image): PixelTransform {
  if (typeof work !== "function") throw new TypeError(`Expected a function from a picture to a picture but got ${describe(work)}`);
  return pixelTransform({ name: "lambda", options: [work], random: true }, (image, random) => {
    const made: unknown = work(image, random);
    if (made instanceof Image) return made;
    throw new TypeError(
      `Expected the function of lambda(…) to return an Image but got ${describe(made)}: return new Image({ values, height, width, channels }).`,
    );
  });
}
