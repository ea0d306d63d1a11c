import { tf } from "../tensorflow.ts";

/** What the gradient kernels of both convolutions are told. */
export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | Parameters<typeof tf.conv2d>[3];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly dilations?: [number, number] | number;
  readonly dataFormat?: "NHWC" | "NCHW";
}

/** Rows or columns to add on each side of a batch of pictures; a negative number takes away. */
export interface Margins {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Strides, padding and sizes of a convolution, worked out from its attributes.
 *
 * @throws RangeError for channels first, which no convolution of the wasm backend takes
 */
export function convolutionInfo(
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  { attributes, depthwise }: { readonly attributes: ConvolutionAttributes; readonly depthwise: boolean },
): ReturnType<typeof tf.backend_util.computeConv2DInfo> {
  if (attributes.dataFormat === "NCHW") {
    throw new RangeError(
      "Expected pictures of shape [N, H, W, C] but got the data format NCHW: the wasm engine computes with channels last, transpose([0, 2, 3, 1]) brings them there",
    );
  }
  const { strides, pad, dimRoundingMode, dilations = 1 } = attributes;
  return tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad as Parameters<typeof tf.backend_util.computeConv2DInfo>[4],
    dimRoundingMode,
    depthwise,
  );
}

/**
 * Puts `rows - 1` empty rows after each row and `columns - 1` empty columns after each column.
 *
 * @param pictures `[N, H, W, C]`
 * @returns `[N, H·rows, W·columns, C]`
 */
export function spread(pictures: tf.Tensor4D, rows: number, columns: number): tf.Tensor4D {
  const [count, height, width, channels] = pictures.shape;
  if (rows === 1 && columns === 1) return pictures;
  const wide = pictures.reshape<tf.Tensor3D>([count * height * width, 1, channels]).pad([
    [0, 0],
    [0, columns - 1],
    [0, 0],
  ]); // [N·H·W, columns, C]
  const high = wide.reshape<tf.Tensor3D>([count * height, 1, width * columns * channels]).pad([
    [0, 0],
    [0, rows - 1],
    [0, 0],
  ]); // [N·H, rows, W·columns·C]
  return high.reshape([count, height * rows, width * columns, channels]); // [N, H·rows, W·columns, C]
}

/**
 * Convolves with stride 1 after adding (or, where negative, taking away) margins.
 *
 * @param pictures `[N, H, W, C]`
 * @param convolve does the convolution with the padding that is left to it
 */
export function withMargins(
  pictures: tf.Tensor4D,
  { top, bottom, left, right }: Margins,
  convolve: (pictures: tf.Tensor4D, padding: tf.backend_util.ExplicitPadding) => tf.Tensor4D,
): tf.Tensor4D {
  const padding: tf.backend_util.ExplicitPadding = [[0, 0], added(top, bottom), added(left, right), [0, 0]];
  if (Math.min(top, bottom, left, right) >= 0) return convolve(pictures, padding);
  // Padded before it is cropped: where all of an output lay in the padding, what is taken away is more than the picture.
  const [count, height, width, channels] = pictures.shape;
  const cropped = tf
    .pad(pictures, padding)
    .slice([0, Math.max(0, -top), Math.max(0, -left), 0], [count, height + top + bottom, width + left + right, channels]);
  return convolve(cropped, [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
}

const added = (before: number, after: number): [number, number] => [Math.max(0, before), Math.max(0, after)];
