import { positiveInteger, wholeNumber } from "../base/index.ts";

export interface ConvolutionSizeOptions {
  /** Pixels in a row, or in a column, of what goes in. */
  readonly size: number;
  /** Pixels in a row, or in a column, of the filter. */
  readonly kernel: number;
  /** Pixels from one place of the filter to the next. */
  readonly stride?: number;
  /** Zeros put before and after the row. */
  readonly padding?: number;
  /** Pixels from one value of the filter to the next: 1 where it has no holes. */
  readonly dilation?: number;
}

/**
 * The number of places at which a filter fits on a row of pixels: ⌊(size + 2 · padding − dilation · (kernel − 1) − 1) / stride⌋ + 1.
 *
 * For poolings as well. The formula of PyTorch's `Conv2d`; drawn in notebook 03.
 *
 * @throws RangeError when an option is not a whole number in its range, or the filter fits nowhere
 * @example
 * convolutionSize({ size: 28, kernel: 5 }); // => 24
 * convolutionSize({ size: 224, kernel: 7, stride: 2, padding: 3 }); // => 112
 */
export function convolutionSize({ size, kernel, stride = 1, padding = 0, dilation = 1 }: ConvolutionSizeOptions): number {
  positiveInteger({ size, kernel, stride, dilation });
  wholeNumber({ padding });
  const reach = dilation * (kernel - 1) + 1;
  const padded = size + 2 * padding;
  if (reach > padded)
    throw new RangeError(
      `Expected a filter that fits but one of ${kernel}${dilation > 1 ? ` with dilation ${dilation}, which reaches over ${reach},` : ""} is wider than ${padding ? `${size} + 2 · ${padding} = ${padded}` : padded} pixels.\n  Take a smaller filter, larger pictures, or a padding of at least ${Math.ceil((reach - size) / 2)}.`,
    );
  return Math.floor((padded - reach) / stride) + 1;
}
