import type { Raster } from "./picture-sheet.ts";

/** Between what the values of pictures lie, a number for each channel. */
export interface ValueRange {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The values of a picture as the model sees them, `[height, width, channels]`. */
export interface SeenPicture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * A picture as the model sees it, made visible: values 0 … 1 as they are; others, which a transform has normalised, are stretched from
 * the range in which they lie. Over many photos that range is what black and white have become, so that this undoes `T.normalize`.
 *
 * @param range of all pictures, by channel; of this picture, all channels together, unless told
 */
export function visible(picture: SeenPicture, range: ValueRange = ownRange(picture)): Raster {
  const { values, height, width, channels } = picture;
  const plain = range.low.every((value) => value >= 0) && range.high.every((value) => value <= 1);
  const pixels = Uint8Array.from(values, (value, index) => {
    const channel = index % channels;
    const [low, high] = plain ? [0, 1] : [range.low[channel] ?? 0, range.high[channel] ?? 1];
    return Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low || 1))));
  });
  return { pixels, height, width, channels };
}

function ownRange({ values, channels }: SeenPicture): ValueRange {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  return { low: Array.from({ length: channels }, () => low), high: Array.from({ length: channels }, () => high) };
}
