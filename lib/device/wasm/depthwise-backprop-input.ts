import { tf } from "../tensorflow.ts";
import { type ConvolutionAttributes, convolutionInfo, spread, withMargins } from "./geometry.ts";
import { composedKernel } from "./kernel.ts";

/**
 * Gradient of a depthwise convolution with respect to its input.
 *
 * The gradient of the output, with empty rows and columns where the stride skipped, is convolved channel by channel with the filters
 * turned by 180°; the results of the filters that share an input channel are added.
 */
export const depthwiseBackpropInput = composedKernel<
  "dy" | "filter",
  ConvolutionAttributes & { readonly inputShape: [number, number, number, number] }
>(tf.DepthwiseConv2dNativeBackpropInput, ({ dy, filter }, { inputShape, ...attributes }) => {
  const info = convolutionInfo(inputShape, filter.shape, { attributes, depthwise: true });
  const { filterHeight, filterWidth, dilationHeight, dilationWidth, strideHeight, strideWidth, padInfo } = info;
  const [, , inChannels, multiplier] = filter.shape;
  const reachHeight = (filterHeight - 1) * dilationHeight;
  const reachWidth = (filterWidth - 1) * dilationWidth;
  const top = reachHeight - padInfo.top;
  const left = reachWidth - padInfo.left;
  const margins = {
    top,
    bottom: info.inHeight + reachHeight - info.outHeight * strideHeight - top,
    left,
    right: info.inWidth + reachWidth - info.outWidth * strideWidth - left,
  };
  const turned = tf.reverse(filter, [0, 1]).reshape<tf.Tensor4D>([filterHeight, filterWidth, inChannels * multiplier, 1]); // [filterH, filterW, C·multiplier, 1]
  const gradient = withMargins(spread(dy, strideHeight, strideWidth), margins, (pictures, padding) =>
    tf.depthwiseConv2d(pictures, turned, 1, padding, "NHWC", [dilationHeight, dilationWidth]),
  ); // [N, H, W, C·multiplier]
  if (multiplier === 1) return gradient;
  return gradient.reshape([-1, multiplier]).sum(1).reshape(inputShape); // [N, H, W, C]
});
