/** Pixels in scratch memory, as bytes or float32, rows one after the other. */
export interface Block {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly float: boolean;
}

/** Rows of bytes, wherever they lie. */
export interface Rows {
  readonly address: number;
  /** From one row to the next: negative where they are taken from the last to the first. */
  readonly stride: number;
  /** Whether their pixels are still to be taken from the last to the first. */
  readonly mirrored: boolean;
}
