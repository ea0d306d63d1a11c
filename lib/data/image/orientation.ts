import type { Raster } from "./raster.ts";

/** How a camera was held: the value of EXIF's tag Orientation, 1 (upright) … 8. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const app1 = 0xe1;
const startOfScan = 0xda;

/** The orientation that a JPEG file's EXIF part (its mark APP1) tells; 1 where it tells none, or none that makes sense. */
export function jpegOrientation(content: Uint8Array): Orientation {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let at = 2;
  while (at + 4 <= view.byteLength && content[at] === 0xff) {
    const mark = content[at + 1] as number;
    if (mark === 0xff) {
      at++; // a fill byte
      continue;
    }
    if (mark === startOfScan) break;
    const end = at + 2 + view.getUint16(at + 2);
    if (mark === app1 && end <= view.byteLength && isExif(content, at + 4)) {
      return tiffOrientation(new DataView(content.buffer, content.byteOffset + at + 10, Math.max(0, end - at - 10)));
    }
    at = end;
  }
  return 1;
}

const isExif = (content: Uint8Array, at: number): boolean => [0x45, 0x78, 0x69, 0x66, 0, 0].every((byte, i) => content[at + i] === byte);

/** EXIF is a small TIFF file: byte order, the place of its directory, there 12 bytes an entry: tag, type, count, value. */
function tiffOrientation(tiff: DataView): Orientation {
  if (tiff.byteLength < 14) return 1;
  const little = tiff.getUint16(0) === 0x4949; // "II"
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return 1;
  const entries = tiff.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    if (at + 12 > tiff.byteLength) break;
    if (tiff.getUint16(at, little) !== orientationTag) continue;
    const value = tiff.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}

/** The size of a picture once it is upright. */
export function uprightSize({ height, width }: Omit<Raster, "values">, orientation: Orientation): { height: number; width: number } {
  return orientation >= 5 ? { height: width, width: height } : { height, width };
}

/**
 * Turns and mirrors a picture until it is upright, into `target`, which has as many values. Pillow's `ImageOps.exif_transpose`.
 *
 * In the picture as it is stored, each orientation says where the upright picture begins and in which direction its rows and columns run.
 */
export function turnUpright({ values, height, width, channels }: Raster, orientation: Orientation, target: Uint8Array): void {
  const pixel = channels;
  const row = width * channels;
  const lastRow = (height - 1) * row;
  const lastPixel = (width - 1) * pixel;
  // [where it begins, one column on, one row on], in values
  const walks: Record<Orientation, readonly [number, number, number]> = {
    1: [0, pixel, row],
    2: [lastPixel, -pixel, row],
    3: [lastRow + lastPixel, -pixel, -row],
    4: [lastRow, pixel, -row],
    5: [0, row, pixel],
    6: [lastRow, -row, pixel],
    7: [lastRow + lastPixel, -row, -pixel],
    8: [lastPixel, row, -pixel],
  };
  const [start, columnStep, rowStep] = walks[orientation];
  const upright = uprightSize({ height, width, channels }, orientation);
  let to = 0;
  for (let y = 0; y < upright.height; y++) {
    let from = start + y * rowStep;
    for (let x = 0; x < upright.width; x++, from += columnStep) {
      for (let channel = 0; channel < channels; channel++) target[to++] = values[from + channel] as number;
    }
  }
}
