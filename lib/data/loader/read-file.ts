import { readFileSync } from "node:fs";
import { messageOf } from "../../base/index.ts";
import { BrokenPicture } from "../image/broken-picture.ts";
import { decodeImage } from "../image/decode.ts";
import type { Image } from "../image/image.ts";
import { allocate } from "../pixels/index.ts";
import type { Order } from "./picture-maker.ts";

/** Reads and decodes an order's file. */
export function readPictureFile({ name }: Order, channels: 1 | 3): Image | Promise<Image> {
  let content: Uint8Array;
  try {
    content = readFileSync(name); // at once: a turn of the event loop takes as long as reading a photo from the system's cache
  } catch (error) {
    throw new BrokenPicture(name, `it can't be read: ${messageOf(error)}`, {
      hint: "Was it moved or deleted since the data set was made? Make the data set again.",
      cause: error,
    });
  }
  // The scratch memory is for one picture at a time: a decoder that answers later, when another may lie there, gets new memory.
  let atOnce = true;
  const image = decodeImage(content, { name, channels, allocate: (bytes) => (atOnce ? allocate(bytes) : new Uint8Array(bytes)) });
  atOnce = false;
  return image;
}
