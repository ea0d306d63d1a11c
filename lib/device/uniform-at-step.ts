import { Random } from "../base/random.ts";
import { randomBits } from "../base/random-bits.ts";
import { hasNativeOperations } from "./native-backend.ts";
import { nativeOperation } from "./native-operation.ts";
import { tf } from "./tensorflow.ts";

export interface UniformOptions {
  readonly seed: number | string;
  /** A whole number, or a scalar with one. */
  readonly step: tf.Tensor | number;
}

/**
 * Random numbers 0 ≤ x < 1 that follow from the seed and the number of the step alone.
 *
 * TensorFlow draws them itself and computes with the step unread, so that one graph serves every step. For other engines they are drawn in
 * JavaScript: the same on each of these, but not those of TensorFlow.
 */
export function uniformAtStep(shape: readonly number[], { seed, step }: UniformOptions): tf.Tensor {
  return hasNativeOperations() ? drawnByTensorFlow(shape, { seed, step }) : drawnHere(shape, { seed, step });
}

function drawnByTensorFlow(shape: readonly number[], { seed, step }: UniformOptions): tf.Tensor {
  return tf.tidy(() => {
    const number = tf.cast(step, "int32");
    const seeds = tf.stack([tf.scalar(new Random(seed).bits() | 0, "int32"), number]); // [2]
    const attributes = { dtype: { dtype: "float32" }, T: { dtype: "int32" }, Tseed: { dtype: "int32" } } as const;
    const inputs = [tf.tensor1d([...shape], "int32"), seeds];
    return nativeOperation("StatelessRandomUniform", { inputs, attributes, outputs: 1 })[0] as tf.Tensor;
  });
}

function drawnHere(shape: readonly number[], { seed, step }: UniformOptions): tf.Tensor {
  const number = typeof step === "number" ? step : step.dataSync()[0]; // a plain read: small tensors lie in this process' memory here
  const bits = randomBits(`${seed}/${number}`);
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let index = 0; index < values.length; index++) values[index] = (bits() >>> 8) / 2 ** 24; // as many bits as a float32 holds
  return tf.tensor(values, [...shape]);
}
