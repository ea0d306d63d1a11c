/** Decoded bytes, `[height, width, channels]`. */
export interface Raster {
  readonly values: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}
