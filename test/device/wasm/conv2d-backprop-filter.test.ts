import fc from "fast-check";
import { expect, test } from "vitest";
import { tf } from "../../../lib/device/tensorflow.ts";
import { convolutions, difference, filterGradient, runKernel, setUp } from "./support.ts";

const depthwise = false;
const name = tf.Conv2DBackpropFilter;

async function gradient(backend: "wasm" | "cpu", parts: ReturnType<typeof setUp>): Promise<ArrayLike<number>> {
  const attributes = { ...parts.attributes, filterShape: parts.filterShape };
  return runKernel(
    backend,
    { name, attributes, shape: parts.filterShape },
    { x: [parts.x, parts.inputShape], dy: [parts.dy, parts.outShape] },
  );
}

test("equals the definition over strides, paddings and channels, and leaves no tensor", () =>
  fc.assert(
    fc.asyncProperty(convolutions({ dilation: 1 }), async (convolution) => {
      const parts = setUp(convolution, { depthwise });
      expect(difference(await gradient("wasm", parts), filterGradient(parts, depthwise))).toBeLessThan(1e-5);
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
