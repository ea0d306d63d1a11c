import { tf } from "../tensorflow.ts";

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * The backend's matrix product, made fast for transposed factors.
 *
 * The backend multiplies two plain matrices with XNNPACK, and falls back to a plain loop, over 10 times slower, where a factor is to be
 * transposed, as in every gradient of a dense layer. Transposing it first costs little.
 */
export function fastTransposedMatMul(stock: tf.KernelConfig): tf.KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { transposeA, transposeB } = call.attrs as unknown as MatMulAttributes;
      if (!transposeA && !transposeB) return stock.kernelFunc(call);
      const { a, b } = call.inputs as unknown as Readonly<Record<"a" | "b", tf.Tensor>>;
      return tf.tidy(() => tf.matMul(transposeA ? transposed(a) : a, transposeB ? transposed(b) : b));
    },
  };
}

/** `[…, M, N]` → `[…, N, M]` */
function transposed(matrices: tf.Tensor): tf.Tensor {
  const axes = matrices.shape.map((_, axis) => axis);
  const last = axes.length - 1;
  return tf.transpose(matrices, [...axes.slice(0, -2), last, last - 1]);
}
