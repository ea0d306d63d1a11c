import { nativeOperation } from "../native-operation.ts";
import { tf } from "../tensorflow.ts";

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: Parameters<typeof tf.maxPool>[3];
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/**
 * Gradient of max pooling on TensorFlow's processor engine: each output's gradient goes to the largest pixel of its window, the first of
 * them where several are equal.
 *
 * Composed of slices and one sum by place, two to seven times as fast as TensorFlow's own kernel, which works on one core pixel by pixel.
 */
export const maxPoolGrad: tf.KernelConfig = {
  kernelName: tf.MaxPoolGrad,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { dy, input, output } = inputs as unknown as Record<"dy" | "input" | "output", tf.Tensor4D>;
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolAttributes;
    const info = tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
    return tf.tidy(() => gradientByPlaces({ dy, input, output }, info));
  },
};

interface Pooled {
  /** `[N, H, W, C]` */
  readonly input: tf.Tensor4D;
  /** `[N, H', W', C]`, as the gradient by it. */
  readonly output: tf.Tensor4D;
  readonly dy: tf.Tensor4D;
}

type PoolInfo = ReturnType<typeof tf.backend_util.computePool2DInfo>;

function gradientByPlaces({ dy, input, output }: Pooled, info: PoolInfo): tf.Tensor4D {
  const { batchSize, inHeight, inWidth, inChannels: channels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const { strideHeight, strideWidth } = info;
  // Windows begin a stride apart. With the picture cut into blocks of a stride, what lies at one place of every window is a plain slice.
  const high = outHeight + Math.floor((filterHeight - 1) / strideHeight); // blocks that windows reach into
  const wide = outWidth + Math.floor((filterWidth - 1) / strideWidth);
  const padded = fitted(input, { top: padInfo.top, left: padInfo.left, height: high * strideHeight, width: wide * strideWidth });
  const blocks = padded.reshape([batchSize, high, strideHeight, wide, strideWidth * channels]);
  const windows = [batchSize, outHeight, 1, outWidth, channels];
  const largest = output.reshape(windows);
  const row = inWidth * channels; // values from one row of the input to the next
  let place: tf.Tensor = tf.scalar(0, "int32"); // how far from its window's first value the largest lies
  for (let down = filterHeight - 1; down >= 0; down--) {
    for (let right = filterWidth - 1; right >= 0; right--) {
      const from = [
        0,
        Math.floor(down / strideHeight),
        down % strideHeight,
        Math.floor(right / strideWidth),
        (right % strideWidth) * channels,
      ];
      const isLargest = tf.equal(tf.slice(blocks, from, windows), largest); // [N, H', 1, W', C]
      place = select(isLargest, tf.scalar(down * row + right * channels, "int32"), place); // the first one is looked at last and stays
    }
  }
  const pictures = multiples(batchSize, inHeight * row, { shape: [batchSize, 1, 1, 1, 1] });
  const edge = -(padInfo.top * row + padInfo.left * channels);
  const rows = multiples(outHeight, strideHeight * row, { start: edge, shape: [1, outHeight, 1, 1, 1] });
  const columns = multiples(outWidth, strideWidth * channels, { shape: [1, 1, 1, outWidth, 1] });
  const inWindow = tf.add(place, multiples(channels, 1, { shape: [channels] })); // [N, H', 1, W', C]
  const places = tf.add(inWindow, tf.add(tf.add(pictures, rows), columns)); // of the largest values in the flat input
  return tf.unsortedSegmentSum(dy.flatten(), places.flatten() as tf.Tensor1D, input.size).reshape(input.shape);
}

/** `start`, `start + step`, … as whole numbers: float32 would lose digits of places in large batches. */
function multiples(count: number, step: number, { start = 0, shape }: { readonly start?: number; readonly shape: number[] }): tf.Tensor {
  return tf.range(start, start + count * step, step, "int32").reshape(shape);
}

interface Window {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Pictures with an edge above and to the left that is never the largest, and below and to the right padded or cut to a size. */
function fitted(x: tf.Tensor4D, { top, left, height, width }: Window): tf.Tensor4D {
  const [count, rows, columns, channels] = x.shape;
  const used = [Math.min(rows, height - top), Math.min(columns, width - left)] as const;
  const cut = used[0] < rows || used[1] < columns ? tf.slice(x, [0, 0, 0, 0], [count, ...used, channels]) : x;
  const edges: [number, number][] = [
    [0, 0],
    [top, height - top - used[0]],
    [left, width - left - used[1]],
    [0, 0],
  ];
  return edges.flat().some((edge) => edge > 0) ? tf.pad(cut, edges, Number.NEGATIVE_INFINITY) : cut;
}

/** The one or the other, value by value; scalars serve everywhere. */
function select(condition: tf.Tensor, yes: tf.Tensor, no: tf.Tensor): tf.Tensor {
  const attributes = { T: { dtype: "int32" } } as const;
  return nativeOperation("SelectV2", { inputs: [condition, yes, no], attributes, outputs: 1 })[0] as tf.Tensor;
}
