import { beforeAll, describe, expect } from "vitest";
import { compile } from "../../lib/compile/index.ts";
import { record } from "../../lib/compile/trace.ts";
import { backendOfTensorFlow, device, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use()));

interface Pool {
  readonly size: number;
  readonly strides: number;
  readonly pad: "same" | "valid";
}

/** Gradients of a convolution's filter and bias through ReLU and pooling. */
const gradientsOf =
  ({ size, strides, pad }: Pool) =>
  (images: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor): tf.Tensor[] => {
    const forward = (...[kernel, shift]: tf.Tensor[]): tf.Tensor => {
      const features = tf.relu(tf.add(tf.conv2d(images as tf.Tensor4D, kernel as tf.Tensor4D, 1, "same"), shift as tf.Tensor)); // [N, 7, 5, 4]
      return tf.sum(tf.square(tf.maxPool(features as tf.Tensor4D, size, strides, pad)));
    };
    return tf.grads(forward)([filter, bias]);
  };

const inputs = (): [tf.Tensor, tf.Tensor, tf.Tensor] => [
  tf.randomUniform([3, 7, 5, 2], -1, 1, "float32", 1),
  tf.randomUniform([3, 3, 2, 4], -1, 1, "float32", 2),
  tf.randomUniform([4], -1, 1, "float32", 3),
];

/** The operations of a step's graph. */
function operationsOf(step: (...args: [tf.Tensor, tf.Tensor, tf.Tensor]) => tf.Tensor[]): readonly string[] {
  const args = inputs();
  const { result, trace } = record(backendOfTensorFlow(), { args, step: () => step(...args), tensorsOf: (tensors) => tensors });
  tf.dispose([...args, ...result]);
  if ("reason" in trace) throw new Error(trace.reason);
  tf.dispose(trace.captured.map(({ tensor }) => tensor));
  return trace.graph.nodes.map(({ op }) => op);
}

describe("the way back through bias, ReLU and max pooling", () => {
  for (const pad of ["same", "valid"] as const) {
    native(`is one operation where windows don't overlap, padding ${pad}: the same numbers`, () => {
      const step = gradientsOf({ size: 2, strides: 2, pad });
      const operations = operationsOf(step);
      expect(operations.filter((name) => name.startsWith("Descent"))).toEqual(["DescentMaxPoolReluGradient"]);
      expect(operations).not.toContain("ReluGrad");
      const compiled = compile(step);
      tf.tidy(() => {
        const args = inputs();
        const [expected, got] = [step(...args), compiled(...args)];
        expect(compiled.refusal).toBe(undefined);
        for (const [place, tensor] of expected.entries()) {
          const distance = tf.norm(tf.sub(tensor, got[place] as tf.Tensor)).dataSync()[0] as number;
          expect(distance / (tf.norm(tensor).dataSync()[0] as number)).toBeLessThan(1e-5);
        }
      });
      compiled.dispose();
    });
  }

  native("keeps TensorFlow's operations where windows overlap; only the sum of the bias is ours", () => {
    const operations = operationsOf(gradientsOf({ size: 3, strides: 2, pad: "valid" }));
    expect(operations).toContain("ReluGrad");
    expect(operations.filter((name) => name.startsWith("Descent"))).toEqual(["DescentColumnSums"]);
  });

  native("leaves sums over other axes alone", () => {
    const operations = operationsOf((images) => [
      tf.sum(images, 1),
      tf.sum(images, [0, 1, 3]),
      tf.sum(images, [0, 1, 2], true),
      tf.sum(images),
    ]);
    expect(operations.filter((name) => name.startsWith("Descent"))).toEqual([]);
  });
});
