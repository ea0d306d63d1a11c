import { tf } from "../tensorflow.ts";

/**
 * Rows added up by group, `[N, …]` → `[groups, …]`: the gradient of an embedding.
 *
 * Scattering into zeros adds where an index comes twice, which is all that is wanted.
 */
export const unsortedSegmentSum: tf.KernelConfig = {
  kernelName: tf.UnsortedSegmentSum,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, segmentIds } = inputs as unknown as { readonly x: tf.Tensor; readonly segmentIds: tf.Tensor1D };
    const { numSegments } = attrs as unknown as { readonly numSegments: number };
    return tf.tidy(() => tf.scatterND(segmentIds.reshape([-1, 1]), x, [numSegments, ...x.shape.slice(1)])); // [groups, …]
  },
};
