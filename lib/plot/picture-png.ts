import { encodePng, type Raster } from "./png.ts";

/** One picture as plain numbers, rows from the top, `[height, width, channels]`. */
export interface Picture {
  /** Bytes 0 … 255, or floats of any range. */
  readonly values: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  /** 1 (grey), 3 (red, green, blue) or 4 (with opacity). */
  readonly channels: number;
}

/** Pixels on the screen: the longer side that small pictures are enlarged to, and the one that large photos are made smaller to, about. */
const side = { least: 200, most: 640 } as const;

/**
 * One picture as a PNG file in base64, as notebooks show it. Small ones are enlarged by a whole factor, so that each pixel is a square
 * that one can count; large ones are made smaller by a whole factor, each pixel the mean of a block. Floats are stretched: their least
 * value becomes black, their greatest white.
 */
export function picturePng(picture: Picture): string {
  const { values, height, width, channels } = picture;
  const pixels = values instanceof Uint8Array ? values : stretched(values);
  return encodePng(fitted({ pixels, height, width, channels: channels as Raster["channels"] }, side)).toString("base64");
}

/**
 * A picture whose longer side has about `least` to `most` pixels: enlarged by the greatest whole factor that stays below `least`, or made
 * smaller by the least whole factor that stays above `most`.
 */
export function fitted(raster: Raster, { least, most }: { readonly least: number; readonly most: number }): Raster {
  const longest = Math.max(raster.height, raster.width);
  return longest > most ? shrunk(raster, Math.max(1, Math.floor(longest / most))) : enlarged(raster, Math.floor(least / longest));
}

/** Floats as bytes, from black for the least finite value to white for the greatest. */
function stretched(values: Float32Array): Uint8Array {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  const scale = greatest > least ? 255 / (greatest - least) : 0;
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, (value - least) * scale))));
}

/** Each pixel a square of `factor` × `factor` pixels. */
function enlarged(raster: Raster, factor: number): Raster {
  if (factor < 2) return raster;
  const { pixels, height, width, channels } = raster;
  const stride = width * factor * channels;
  const result = new Uint8Array(height * factor * stride); // [height · factor, width · factor, channels]
  for (let y = 0; y < height; y++) {
    const start = y * factor * stride;
    for (let x = 0; x < width * factor; x++) {
      const from = (y * width + Math.floor(x / factor)) * channels;
      for (let channel = 0; channel < channels; channel++) result[start + x * channels + channel] = pixels[from + channel] ?? 0;
    }
    for (let copy = 1; copy < factor; copy++) result.copyWithin(start + copy * stride, start, start + stride);
  }
  return { pixels: result, height: height * factor, width: width * factor, channels };
}

/** Each block of `factor` × `factor` pixels one pixel, its mean; what is left over at the right and the bottom makes smaller blocks. */
function shrunk(raster: Raster, factor: number): Raster {
  if (factor < 2) return raster;
  const { pixels, height, width, channels } = raster;
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const sums = new Float64Array(rows * columns * channels); // [rows, columns, channels]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = (Math.floor(y / factor) * columns + Math.floor(x / factor)) * channels;
      const from = (y * width + x) * channels;
      for (let channel = 0; channel < channels; channel++) sums[to + channel] = (sums[to + channel] ?? 0) + (pixels[from + channel] ?? 0);
    }
  }
  const blockSide = (block: number, whole: number): number => Math.min(factor, whole - block * factor);
  const result = Uint8Array.from(sums, (sum, place) => {
    const pixel = Math.floor(place / channels);
    return Math.round(sum / (blockSide(Math.floor(pixel / columns), height) * blockSide(pixel % columns, width)));
  });
  return { pixels: result, height: rows, width: columns, channels };
}
