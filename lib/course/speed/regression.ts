import type { tf } from "../../device/index.ts";

/** The smallest network there is: each class has a weight for every number of a picture, and no hidden layer. */
export interface Regression {
  readonly inputs: number;
  readonly classes: number;
  /** At the start, `[inputs · classes]`. */
  readonly weights: readonly number[];
  readonly learningRate: number;
}

/** A training step on it as a notebook writes one; the weights `[inputs, classes]` are the caller's to dispose. */
export async function regressionStep({ inputs, classes, weights: start, learningRate }: Regression): Promise<{
  readonly step: (images: tf.Tensor4D, labels: tf.Tensor1D) => tf.Scalar;
  readonly weights: tf.Variable;
}> {
  const { tf } = await import("../../device/index.ts");
  const initial = tf.tensor2d([...start], [inputs, classes]);
  const weights = tf.variable(initial);
  initial.dispose();
  const step = (images: tf.Tensor4D, labels: tf.Tensor1D): tf.Scalar =>
    tf.tidy(() => {
      const lossOf = (): tf.Scalar => {
        const scores = images.reshape([-1, inputs]).matMul(weights); // [N, classes]
        return tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classes), scores) as tf.Scalar;
      };
      const { value, grads } = tf.variableGrads(lossOf, [weights]);
      const gradient = grads[weights.name];
      if (gradient) weights.assign(weights.sub(gradient.mul(learningRate)));
      return value;
    });
  return { step, weights };
}

interface Epochs {
  readonly batchSize: number;
  readonly epochs: readonly { readonly pictures: readonly Uint8Array[]; readonly labels: readonly number[] }[];
}

/** The same in plain numbers: the losses of each epoch's batches, and the weights at the end. */
export function trainedByHand(
  { inputs, classes, weights: start, learningRate }: Regression,
  { batchSize, epochs }: Epochs,
): { readonly losses: readonly (readonly number[])[]; readonly weights: readonly number[] } {
  const weights = Float64Array.from(start);
  const losses = epochs.map(({ pictures, labels }) => {
    const batches: number[] = [];
    for (let first = 0; first < pictures.length; first += batchSize) {
      const some = pictures.slice(first, first + batchSize);
      const gradient = new Float64Array(weights.length);
      let loss = 0;
      for (const [place, picture] of some.entries()) {
        const label = labels[first + place] ?? 0;
        const scores = Array.from({ length: classes }, (_, own) =>
          picture.reduce((sum, byte, input) => sum + (byte / 255) * (weights[input * classes + own] ?? 0), 0),
        );
        const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
        const total = powers.reduce((sum, power) => sum + power);
        loss -= Math.log((powers[label] ?? 0) / total) / some.length;
        for (const [own, power] of powers.entries()) {
          const error = (power / total - Number(own === label)) / some.length;
          for (let input = 0; input < inputs; input++) {
            const at = input * classes + own;
            gradient[at] = (gradient[at] ?? 0) + (error * (picture[input] ?? 0)) / 255;
          }
        }
      }
      for (const [at, slope] of gradient.entries()) weights[at] = (weights[at] ?? 0) - learningRate * slope;
      batches.push(loss);
    }
    return batches;
  });
  return { losses, weights: Array.from(weights) };
}
