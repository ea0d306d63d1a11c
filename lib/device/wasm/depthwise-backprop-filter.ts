import { tf } from "../tensorflow.ts";
import { type ConvolutionAttributes, convolutionInfo } from "./geometry.ts";
import { loopKernel } from "./kernel.ts";

/**
 * Gradient of a depthwise convolution with respect to its filters: a weight's is the sum, over all places of the output, of the
 * output's gradient times the input pixel that the weight has touched there.
 *
 * A loop over the backend's memory in JavaScript, several times faster than a composition of the backend's ops: there is little to
 * compute for each number that is read.
 */
export const depthwiseBackpropFilter = loopKernel<
  "x" | "dy",
  ConvolutionAttributes & { readonly filterShape: [number, number, number, number] }
>(tf.DepthwiseConv2dNativeBackpropFilter, ({ x, dy }, { filterShape, ...attributes }) => {
  const info = convolutionInfo(x.shape, filterShape, { attributes, depthwise: true });
  return { shape: filterShape, fill: (result) => result.set(filterGradient(x.values, dy.values, info)) };
});

/** Sums in float64, for a weight meets as many as a million pixels. */
function filterGradient(x: Float32Array, dy: Float32Array, info: ReturnType<typeof convolutionInfo>): Float64Array {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth, padInfo } = info;
  const sums = new Float64Array(filterHeight * filterWidth * outChannels);
  const multiplier = outChannels / inChannels;
  for (let picture = 0; picture < batchSize; picture++) {
    for (let outRow = 0; outRow < outHeight; outRow++) {
      for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
        const row = outRow * info.strideHeight + filterRow * info.dilationHeight - padInfo.top;
        if (row < 0 || row >= inHeight) continue;
        for (let outColumn = 0; outColumn < outWidth; outColumn++) {
          const output = ((picture * outHeight + outRow) * outWidth + outColumn) * outChannels;
          for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
            const column = outColumn * info.strideWidth + filterColumn * info.dilationWidth - padInfo.left;
            if (column < 0 || column >= inWidth) continue;
            const pixel = ((picture * inHeight + row) * inWidth + column) * inChannels;
            const weight = (filterRow * filterWidth + filterColumn) * outChannels;
            for (let channel = 0, filter = 0; channel < inChannels; channel++) {
              const value = x[pixel + channel] as number;
              for (let copy = 0; copy < multiplier; copy++, filter++) {
                sums[weight + filter] = (sums[weight + filter] as number) + value * (dy[output + filter] as number);
              }
            }
          }
        }
      }
    }
  }
  return sums;
}
