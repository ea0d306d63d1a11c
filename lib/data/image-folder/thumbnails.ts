import { type ContactSheet, type ContactSheetOptions, contactSheet } from "../../plot/index.ts";
import { readImage } from "../image/decode.ts";
import { inParallel } from "../in-parallel.ts";
import { coverSquare } from "../square.ts";

/** Pixels of a small picture's side: what a contact sheet shows on the screen. */
const side = 96;
/** The grey that stands for a picture that can't be decoded. */
const missing = 128;

/** A contact sheet of picture files, each cut to a square. A file that can't be decoded is a grey square: looking must never fail. */
export async function thumbnails(
  paths: readonly string[],
  options: Pick<ContactSheetOptions, "titles" | "title" | "columns">,
): Promise<ContactSheet> {
  const volume = side * side * 3;
  const pixels = new Uint8Array(paths.length * volume).fill(missing); // [N, side, side, 3]
  await inParallel(paths.length, async (index) => {
    const image = await readImage(paths[index] as string).catch(() => undefined);
    if (image) pixels.set(coverSquare(image, side).pixels, index * volume);
  });
  return contactSheet({ pixels, height: side, width: side, channels: 3, ...options });
}
