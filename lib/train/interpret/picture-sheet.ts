import { type ContactSheet, type ContactSheetOptions, contactSheet } from "../../plot/index.ts";

/** A picture of bytes, `[height, width, channels]`. */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/** A contact sheet of pictures that may differ in size: smaller ones are put into the middle of a place as large as the largest. */
export function pictureSheet(
  pictures: readonly Raster[],
  options: Pick<ContactSheetOptions, "titles" | "title" | "columns" | "side">,
): ContactSheet {
  const height = Math.max(1, ...pictures.map((picture) => picture.height));
  const width = Math.max(1, ...pictures.map((picture) => picture.width));
  const channels = Math.max(1, ...pictures.map((picture) => picture.channels));
  const alike = pictures.every((picture) => picture.height === height && picture.width === width && picture.channels === channels);
  const depth = alike ? channels : 4;
  const pixels = new Uint8Array(pictures.length * height * width * depth); // [N, height, width, depth]
  for (const [index, picture] of pictures.entries()) {
    const place = pixels.subarray(index * height * width * depth, (index + 1) * height * width * depth);
    if (alike) place.set(picture.pixels);
    else placeInMiddle(picture, { place, height, width });
  }
  return contactSheet({ pixels, height, width, channels: depth, ...options });
}

/** Draws a picture into the middle of a larger one with opacity, `[height, width, 4]`. */
function placeInMiddle(
  picture: Raster,
  { place, height, width }: { readonly place: Uint8Array; readonly height: number; readonly width: number },
): void {
  const [top, left] = [Math.floor((height - picture.height) / 2), Math.floor((width - picture.width) / 2)];
  for (let pixel = 0; pixel < picture.height * picture.width; pixel++) {
    const to = 4 * ((top + Math.floor(pixel / picture.width)) * width + left + (pixel % picture.width));
    for (let channel = 0; channel < 3; channel++) {
      place[to + channel] = picture.pixels[pixel * picture.channels + (picture.channels === 1 ? 0 : channel)] ?? 0;
    }
    place[to + 3] = 255;
  }
}
