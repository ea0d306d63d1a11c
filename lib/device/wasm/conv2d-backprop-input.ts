import { tf } from "../tensorflow.ts";
import { type ConvolutionAttributes, convolutionInfo, spread, withMargins } from "./geometry.ts";
import { composedKernel } from "./kernel.ts";

/**
 * Gradient of a convolution with respect to its input; also the transposed convolution.
 *
 * The gradient of the output, with empty rows and columns where the stride skipped, is convolved with the filters turned by 180°.
 * The backend has a kernel of this name, a plain loop; a convolution is about 10 times faster.
 */
export const conv2dBackpropInput = composedKernel<
  "dy" | "filter",
  ConvolutionAttributes & { readonly inputShape: [number, number, number, number] }
>(tf.Conv2DBackpropInput, ({ dy, filter }, { inputShape, ...attributes }) => {
  const info = convolutionInfo(inputShape, filter.shape, { attributes, depthwise: false });
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const top = filterHeight - 1 - padInfo.top;
  const left = filterWidth - 1 - padInfo.left;
  const margins = {
    top,
    bottom: info.inHeight + filterHeight - 1 - info.outHeight * strideHeight - top,
    left,
    right: info.inWidth + filterWidth - 1 - info.outWidth * strideWidth - left,
  };
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [filterH, filterW, outChannels, inChannels]
  return withMargins(spread(dy, strideHeight, strideWidth), margins, (pictures, padding) =>
    tf.conv2d(pictures, turned as tf.Tensor4D, 1, padding),
  ); // [N, H, W, inChannels]
});
