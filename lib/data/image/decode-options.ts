import { formatCount } from "../../base/index.ts";
import { BrokenPicture } from "./broken-picture.ts";

export interface DecodeOptions {
  /** The file's name, for messages. */
  readonly name: string;
  /** 3 for red, green and blue (the default), 1 for grey. */
  readonly channels?: 1 | 3;
  /**
   * Gives the memory for the pixels, exactly so many bytes: a worker has it in shared memory or in WebAssembly's, so that no copy is
   * needed. New memory unless told.
   */
  readonly allocate?: (bytes: number) => Uint8Array;
}

/** The pixels of the largest picture: where Pillow begins to warn of a decompression bomb. As bytes in colour they take 268 MB. */
export const mostPixels = 89_478_485;

/** @throws BrokenPicture when a picture of this size would fill the memory */
export function checkSize({ width, height }: { readonly width: number; readonly height: number }, name: string): void {
  if (width * height <= mostPixels) return;
  throw new BrokenPicture(
    name,
    `it says that it has ${formatCount(width)} × ${formatCount(height)} pixels; at most ${formatCount(mostPixels)} are decoded`,
    {
      hint: "Such a file can be made to fill the memory. If it is a real picture, make it smaller with another program first.",
    },
  );
}

/** Memory for so many bytes, where the options say. @throws RangeError when `allocate` gives more or less */
export function allocated(bytes: number, { allocate }: DecodeOptions): Uint8Array {
  if (!allocate) return new Uint8Array(bytes);
  const memory = allocate(bytes);
  if (memory.length === bytes) return memory;
  throw new RangeError(`Expected allocate to give ${formatCount(bytes)} bytes but got ${formatCount(memory.length)}`);
}
