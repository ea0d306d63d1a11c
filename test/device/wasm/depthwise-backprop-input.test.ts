import fc from "fast-check";
import { expect, test } from "vitest";
import { tf } from "../../../lib/device/tensorflow.ts";
import { convolutions, difference, inputGradient, runKernel, setUp } from "./support.ts";

const depthwise = true;
const name = tf.DepthwiseConv2dNativeBackpropInput;

async function gradient(backend: "wasm" | "cpu", parts: ReturnType<typeof setUp>): Promise<ArrayLike<number>> {
  const attributes = { ...parts.attributes, inputShape: parts.inputShape };
  return runKernel(
    backend,
    { name, attributes, shape: parts.inputShape },
    { filter: [parts.filter, parts.filterShape], dy: [parts.dy, parts.outShape] },
  );
}

test("equals the definition over strides, paddings, dilations and channels, and leaves no tensor", () =>
  fc.assert(
    fc.asyncProperty(convolutions({ dilation: 3 }), async (convolution) => {
      const parts = setUp(convolution, { depthwise });
      expect(difference(await gradient("wasm", parts), inputGradient(parts, depthwise))).toBeLessThan(1e-5);
    }),
    { numRuns: 150 },
  ));

test("equals the cpu backend", () =>
  fc.assert(
    fc.asyncProperty(convolutions({ dilation: 1 }), async (convolution) => {
      const parts = setUp(convolution, { depthwise });
      expect(difference(await gradient("wasm", parts), await gradient("cpu", parts))).toBeLessThan(1e-5);
    }),
    { numRuns: 50 },
  ));
