import { nativeOperation } from "../native-operation.ts";
import { tf } from "../tensorflow.ts";

/**
 * Rows of a tensor by their numbers, without reading these: tfjs-node's own kernel reads them to check their range, which holds up a GPU,
 * and which a graph can't do. On a processor TensorFlow itself refuses a number out of range; on a GPU it gives zeros.
 */
export const gather: tf.KernelConfig = {
  kernelName: tf.GatherV2,
  backendName: "tensorflow",
  kernelFunc: ({ inputs, attrs }) => {
    const { x, indices } = inputs as unknown as Record<"x" | "indices", tf.Tensor>;
    const { axis, batchDims = 0 } = attrs as { readonly axis: number; readonly batchDims?: number };
    tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims); // throws for shapes that don't fit
    return tf.tidy(() => {
      const attributes = {
        batch_dims: { int: batchDims },
        Tparams: { dtype: x.dtype as "float32" },
        Tindices: { dtype: indices.dtype as "int32" },
        Taxis: { dtype: "int32" },
      } as const;
      return nativeOperation("GatherV2", { inputs: [x, indices, tf.scalar(axis, "int32")], attributes, outputs: 1 })[0] as tf.Tensor;
    });
  },
};
