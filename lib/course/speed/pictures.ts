import type { Random } from "../../base/random.ts";

/** So many colour pictures as bytes, `[height · width · 3]` each. */
export function randomPictures(random: Random, { count, bytes }: { readonly count: number; readonly bytes: number }): Uint8Array[] {
  return Array.from({ length: count }, () => Uint8Array.from({ length: bytes }, () => random.integer(256)));
}

export interface PictureSize {
  readonly height: number;
  readonly width: number;
}

/** A picture as tables of numbers, `[height][width][3]`: the slow way into a tensor. */
export function nestedPixels(picture: Uint8Array, { height, width }: PictureSize): number[][][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (__, column) => Array.from(picture.subarray(3 * (row * width + column), 3 * (row * width + column + 1)))),
  );
}

/** All bytes of the pictures one after the other, as parts of 1. */
export function scaledPixels(pictures: readonly Uint8Array[]): Float32Array {
  const length = pictures[0]?.length ?? 0;
  const values = new Float32Array(pictures.length * length);
  for (const [place, picture] of pictures.entries()) for (let i = 0; i < length; i++) values[place * length + i] = (picture[i] ?? 0) / 255;
  return values;
}
