import { tf } from "../tensorflow.ts";
import { type ConvolutionAttributes, convolutionInfo, withMargins } from "./geometry.ts";
import { composedKernel } from "./kernel.ts";

/**
 * Gradient of a convolution with respect to its filters.
 *
 * It is a convolution itself: each input channel, a picture with the batch as its channels, is convolved with the gradient of the
 * output. The forward stride becomes the dilation, for neighbours in the gradient lie a stride apart in the input.
 */
export const conv2dBackpropFilter = composedKernel<
  "x" | "dy",
  ConvolutionAttributes & { readonly filterShape: [number, number, number, number] }
>(tf.Conv2DBackpropFilter, ({ x, dy }, { filterShape, ...attributes }) => {
  const info = convolutionInfo(x.shape, filterShape, { attributes, depthwise: false });
  const { strideHeight, strideWidth, padInfo } = info;
  const spanHeight = (info.outHeight - 1) * strideHeight + 1;
  const spanWidth = (info.outWidth - 1) * strideWidth + 1;
  const margins = {
    top: padInfo.top,
    bottom: info.filterHeight + spanHeight - 1 - padInfo.top - info.inHeight,
    left: padInfo.left,
    right: info.filterWidth + spanWidth - 1 - padInfo.left - info.inWidth,
  };
  const channelPictures = tf.transpose(x, [3, 1, 2, 0]); // [inChannels, H, W, N]
  const gradientFilters = tf.transpose(dy, [1, 2, 0, 3]); // [outH, outW, N, outChannels]
  const gradient = withMargins(channelPictures, margins, (pictures, padding) =>
    tf.conv2d(pictures, gradientFilters, 1, padding, "NHWC", [strideHeight, strideWidth]),
  ); // [inChannels, filterH, filterW, outChannels]
  return tf.transpose(gradient, [1, 2, 0, 3]); // [filterH, filterW, inChannels, outChannels]
});
