import fc from "fast-check";
import { expect, test } from "vitest";
import { engines } from "../../../lib/device/engines/index.ts";
import { tf } from "../../../lib/device/tensorflow.ts";

/** One convolution: sizes and how the filter moves. Explicit padding is `[top, bottom, left, right]`. */
export interface Convolution {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Output channels of a full convolution, filters a channel of a depthwise one. */
  readonly filters: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: "same" | "valid" | [number, number, number, number];
  readonly seed: number;
}

const side = (max: number) => fc.integer({ min: 1, max });
const pair = (max: number) => fc.tuple(side(max), side(max)) as fc.Arbitrary<[number, number]>;
const margin = fc.integer({ min: 0, max: 2 });

/** Convolutions over strides 1–3, all paddings, odd shapes; dilations as far as asked. */
export const convolutions = ({ dilation }: { readonly dilation: number }): fc.Arbitrary<Convolution> =>
  fc
    .record({
      count: side(3),
      height: side(9),
      width: side(9),
      channels: side(5),
      filters: side(4),
      filterHeight: side(3),
      filterWidth: side(4),
      strides: pair(3),
      dilations: pair(dilation),
      pad: fc.oneof(
        fc.constantFrom("same" as const, "valid" as const),
        fc.tuple(margin, margin, margin, margin) as fc.Arbitrary<[number, number, number, number]>,
      ),
      seed: fc.nat(),
    })
    .filter((c) => {
      const [top, bottom, left, right] = typeof c.pad === "string" ? [0, 0, 0, 0] : c.pad;
      const fitsHeight = c.height + top + bottom > (c.filterHeight - 1) * c.dilations[0];
      const fitsWidth = c.width + left + right > (c.filterWidth - 1) * c.dilations[1];
      return c.pad === "same" || (fitsHeight && fitsWidth);
    });

/** What a case needs, as TensorFlow.js names it. */
export function setUp(c: Convolution, { depthwise }: { readonly depthwise: boolean }) {
  const pad =
    typeof c.pad === "string"
      ? c.pad
      : ([
          [0, 0],
          [c.pad[0], c.pad[1]],
          [c.pad[2], c.pad[3]],
          [0, 0],
        ] as [number, number][]);
  const inputShape: [number, number, number, number] = [c.count, c.height, c.width, c.channels];
  const filterShape: [number, number, number, number] = [c.filterHeight, c.filterWidth, c.channels, c.filters];
  const attributes = { strides: c.strides, pad, dataFormat: "NHWC" as const, ...(depthwise ? { dilations: c.dilations } : {}) };
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    c.strides,
    depthwise ? c.dilations : 1,
    pad as "same",
    undefined,
    depthwise,
  );
  const values = (shape: readonly number[], salt: number): Float32Array => {
    let state = (c.seed ^ Math.imul(salt, 0x9e3779b1)) >>> 0;
    return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    });
  };
  const outShape = info.outShape as [number, number, number, number];
  return {
    attributes,
    info,
    inputShape,
    filterShape,
    outShape,
    x: values(inputShape, 1),
    filter: values(filterShape, 2),
    dy: values(outShape, 3),
  };
}

type SetUp = ReturnType<typeof setUp>;

/** Every meeting of an input pixel, a weight and an output pixel, as indices into the flat arrays. */
export function eachMeeting({ info }: SetUp, depthwise: boolean, visit: (x: number, weight: number, y: number) => void): void {
  const channelsOf = info.outChannels / (depthwise ? info.inChannels : 1);
  for (let n = 0; n < info.batchSize; n++)
    for (let oh = 0; oh < info.outHeight; oh++)
      for (let ow = 0; ow < info.outWidth; ow++)
        for (let kh = 0; kh < info.filterHeight; kh++)
          for (let kw = 0; kw < info.filterWidth; kw++) {
            const h = oh * info.strideHeight + kh * info.dilationHeight - info.padInfo.top;
            const w = ow * info.strideWidth + kw * info.dilationWidth - info.padInfo.left;
            if (h < 0 || w < 0 || h >= info.inHeight || w >= info.inWidth) continue;
            for (let ci = 0; ci < info.inChannels; ci++)
              for (let co = 0; co < channelsOf; co++) {
                const outChannel = depthwise ? ci * channelsOf + co : co;
                visit(
                  ((n * info.inHeight + h) * info.inWidth + w) * info.inChannels + ci,
                  ((kh * info.filterWidth + kw) * info.inChannels + ci) * channelsOf + co,
                  ((n * info.outHeight + oh) * info.outWidth + ow) * info.outChannels + outChannel,
                );
              }
          }
}

/** The gradient with respect to the filter, by its definition. */
export function filterGradient(parts: SetUp, depthwise: boolean): Float64Array {
  const result = new Float64Array(parts.filter.length);
  eachMeeting(parts, depthwise, (x, weight, y) => {
    result[weight] = (result[weight] ?? 0) + (parts.x[x] ?? Number.NaN) * (parts.dy[y] ?? Number.NaN);
  });
  return result;
}

/** The gradient with respect to the input, by its definition. */
export function inputGradient(parts: SetUp, depthwise: boolean): Float64Array {
  const result = new Float64Array(parts.x.length);
  eachMeeting(parts, depthwise, (x, weight, y) => {
    result[x] = (result[x] ?? 0) + (parts.filter[weight] ?? Number.NaN) * (parts.dy[y] ?? Number.NaN);
  });
  return result;
}

/** Runs one kernel on a backend; checks its shape and that it leaves no tensor. */
export async function runKernel(
  backend: "wasm" | "cpu",
  kernel: { readonly name: string; readonly attributes: object; readonly shape: readonly number[] },
  inputs: Readonly<Record<string, readonly [ArrayLike<number>, readonly number[], tf.DataType?]>>,
): Promise<ArrayLike<number>> {
  if (backend === "wasm") await engines.wasm.start();
  await tf.setBackend(backend);
  const before = tf.memory().numTensors;
  const tensors = Object.fromEntries(
    Object.entries(inputs).map(([name, [values, shape, type]]) => [name, tf.tensor(values as Float32Array, [...shape], type)]),
  );
  const result = tf.engine().runKernel(kernel.name, tensors, kernel.attributes as tf.NamedAttrMap) as tf.Tensor;
  if (String(result.shape) !== String(kernel.shape)) throw new Error(`Expected shape [${kernel.shape}] but got [${result.shape}]`);
  const values = result.dataSync();
  result.dispose();
  tf.dispose(tensors);
  const left = tf.memory().numTensors - before;
  if (left !== 0) throw new Error(`${kernel.name} left ${left} tensors`);
  return values;
}

/** The largest difference of two results, relative to the largest value. */
export function difference(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) throw new Error(`Expected ${wanted.length} values but got ${got.length}`);
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  return Math.max(...Array.from(wanted, (value, index) => Math.abs(value - (got[index] ?? Number.NaN)))) / scale;
}

type Parts = ReturnType<typeof setUp>;

export interface GradientKernel {
  /** As TensorFlow.js calls the kernel. */
  readonly name: string;
  readonly depthwise: boolean;
  /** With respect to what. */
  readonly of: "filter" | "input";
}

/** The tests of a convolution's gradient kernel: against the definition in float64, and against the cpu backend. */
export function testGradient({ name, depthwise, of }: GradientKernel): void {
  const gradient = (backend: "wasm" | "cpu", parts: Parts): Promise<ArrayLike<number>> =>
    of === "filter"
      ? runKernel(
          backend,
          { name, attributes: { ...parts.attributes, filterShape: parts.filterShape }, shape: parts.filterShape },
          { x: [parts.x, parts.inputShape], dy: [parts.dy, parts.outShape] },
        )
      : runKernel(
          backend,
          { name, attributes: { ...parts.attributes, inputShape: parts.inputShape }, shape: parts.inputShape },
          { filter: [parts.filter, parts.filterShape], dy: [parts.dy, parts.outShape] },
        );
  const definition = of === "filter" ? filterGradient : inputGradient;

  // TensorFlow.js gives full convolutions no gradient with dilations.
  test("equals the definition over strides, paddings, dilations and channels, and leaves no tensor", () =>
    fc.assert(
      fc.asyncProperty(convolutions({ dilation: depthwise ? 3 : 1 }), async (convolution) => {
        const parts = setUp(convolution, { depthwise });
        expect(difference(await gradient("wasm", parts), definition(parts, depthwise))).toBeLessThan(1e-5);
      }),
      { numRuns: 150 },
    ));

  // Without dilations, for the cpu backend's depthwise gradients take no notice of them.
  test("equals the cpu backend over strides, paddings and channels", () =>
    fc.assert(
      fc.asyncProperty(convolutions({ dilation: 1 }), async (convolution) => {
        const parts = setUp(convolution, { depthwise });
        expect(difference(await gradient("wasm", parts), await gradient("cpu", parts))).toBeLessThan(1e-5);
      }),
      { numRuns: 50 },
    ));
}
