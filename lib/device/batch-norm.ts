import { hasNativeOperations } from "./native-backend.ts";
import { nativeOperation } from "./native-operation.ts";
import { tf } from "./tensorflow.ts";

/** What batch normalisation works on; the last four are vectors `[C]`. */
export interface BatchNormInput {
  /** `[N, H, W, C]` */
  readonly x: tf.Tensor4D;
  readonly gamma: tf.Tensor;
  readonly beta: tf.Tensor;
  readonly movingMean: tf.Tensor;
  readonly movingVariance: tf.Tensor;
}

export interface BatchNormRates {
  /** Keeps the division from dividing by zero. */
  readonly epsilon: number;
  /** Share of the batch in the new running averages. */
  readonly momentum: number;
}

export interface BatchNormOutput {
  /** Normalised by the batch's own mean and variance, `[N, H, W, C]`. */
  readonly y: tf.Tensor4D;
  /** The new running averages, `[C]`; of the variance without bias, divided by n − 1. */
  readonly movingMean: tf.Tensor;
  readonly movingVariance: tf.Tensor;
  /** What `gradients` wants to see again. */
  readonly saved: readonly tf.Tensor[];
}

/** The kernels of batch normalisation in training. */
export interface BatchNormKernels {
  normalize(input: BatchNormInput, rates: BatchNormRates): BatchNormOutput;
  /** Gradients by x `[N, H, W, C]`, gamma `[C]` and beta `[C]`, from that by y and what `normalize` saved. */
  gradients(dy: tf.Tensor4D, saved: readonly tf.Tensor[], epsilon: number): [tf.Tensor4D, tf.Tensor, tf.Tensor];
}

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) on the engine in use: TensorFlow's fused kernels where it has them, which touch the
 * pictures three times rather than fifteen; else a few ops of TensorFlow.js. Neither tapes anything: call them in a `tf.customGrad`.
 */
export function batchNormKernels(): BatchNormKernels {
  return hasNativeOperations() ? fused : composed;
}

const fused: BatchNormKernels = {
  normalize({ x, gamma, beta, movingMean, movingVariance }, { epsilon, momentum }) {
    const attributes = { ...fusedAttributes(epsilon), exponential_avg_factor: { float: momentum } };
    const inputs = [x, gamma, beta, movingMean, movingVariance];
    const outputs = nativeOperation("FusedBatchNormV3", { inputs, attributes, outputs: 6 });
    const [y, mean, variance, ...reserved] = outputs as [tf.Tensor4D, tf.Tensor, tf.Tensor, ...tf.Tensor[]];
    return { y, movingMean: mean, movingVariance: variance, saved: [x, gamma, ...reserved] };
  },
  gradients(dy, saved, epsilon) {
    const outputs = nativeOperation("FusedBatchNormGradV3", {
      inputs: [dy, ...saved],
      attributes: fusedAttributes(epsilon),
      outputs: 5, // the last two are empty
    });
    const [dx, dGamma, dBeta] = outputs as [tf.Tensor4D, tf.Tensor, tf.Tensor];
    return [dx, dGamma, dBeta];
  },
};

function fusedAttributes(epsilon: number) {
  return {
    T: { dtype: "float32" },
    U: { dtype: "float32" },
    epsilon: { float: epsilon },
    data_format: { string: "NHWC" },
    is_training: { bool: true },
  } as const;
}

const composed: BatchNormKernels = {
  normalize({ x, gamma, beta, movingMean, movingVariance }, { epsilon, momentum }) {
    const count = x.size / x.shape[3];
    const mean = meanByChannel(x); // [C]
    const centred = tf.sub(x, mean) as tf.Tensor4D; // [N, H, W, C]
    const variance = meanByChannel(tf.square(centred)); // [C]
    const inverse = tf.rsqrt(tf.add(variance, epsilon)); // [C]
    return {
      y: tf.add(tf.mul(centred, tf.mul(inverse, gamma)), beta),
      movingMean: tf.add(tf.mul(movingMean, 1 - momentum), tf.mul(mean, momentum)),
      movingVariance: tf.add(tf.mul(movingVariance, 1 - momentum), tf.mul(variance, (momentum * count) / (count - 1))),
      saved: [centred, gamma, inverse],
    };
  },
  gradients(dy, saved) {
    const [centred, gamma, inverse] = saved as [tf.Tensor4D, tf.Tensor, tf.Tensor];
    const count = dy.size / dy.shape[3];
    const moved = meanByChannel(dy); // [C]
    const stretched = tf.mul(meanByChannel(tf.mul(dy, centred)), inverse); // [C]
    // Moving a whole channel or stretching it changes nothing, for it is normalised away again: that part of the gradient is taken off.
    const rest = tf.sub(tf.sub(dy, moved), tf.mul(centred, tf.mul(stretched, inverse))); // [N, H, W, C]
    return [tf.mul(rest, tf.mul(gamma, inverse)), tf.mul(stretched, count), tf.mul(moved, count)];
  },
};

/**
 * Means over all but the last axis, `[N, H, W, C]` → `[C]`, as products with vectors of equal shares: on the engine wasm five times as fast
 * as `tf.mean`. Picture by picture first, for one long sum of float32 numbers loses digits.
 */
function meanByChannel(x: tf.Tensor4D): tf.Tensor {
  const [count, height, width, channels] = x.shape;
  const places = height * width;
  const byPicture = tf.matMul(tf.fill([1, 1, places], 1 / places), x.reshape([count, places, channels])); // [N, 1, C]
  return tf.matMul(tf.fill([1, count], 1 / count), byPicture.reshape([count, channels])).reshape([channels]); // [C]
}
