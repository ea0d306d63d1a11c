import type { Image } from "../image/image.ts";
import { type PerChannel, perChannel } from "./arguments.ts";
import type { Size } from "./transform.ts";

/** Values of a new picture of one colour, `[height, width, channels]`, with the type and the channels of another one. */
export function canvas({ values, channels }: Image, { height, width }: Size, fill: PerChannel = 0): Uint8Array | Float32Array {
  const length = height * width * channels;
  const made = values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length); // [height, width, C]
  const colour = perChannel("fill", fill, channels);
  if (colour.some((value) => value !== 0)) {
    for (let index = 0; index < length; index++) made[index] = colour[index % channels] as number;
  }
  return made;
}
