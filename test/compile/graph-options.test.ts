import { beforeAll, describe, expect, test, vi } from "vitest";
import { whyUnmet } from "../../lib/compile/graph-options.ts";
import { type Compiled, compile, type GraphOptions } from "../../lib/compile/index.ts";
import { backendOfTensorFlow, device, hasBfloat16, type NativeBinding, tf } from "../../lib/device/index.ts";
import { testWith } from "../support/parts.ts";

const native = testWith("tensorflow");
beforeAll(async () => void (await device.use("tensorflow").catch(() => undefined)));

/** A small convolutional network, the same at each call, with a step of gradient descent for it. */
function network(): { readonly variables: readonly tf.Variable[]; step(images: tf.Tensor, classes: tf.Tensor): tf.Tensor } {
  const initial = (shape: number[], seed: number, deviation: number) => tf.variable(tf.randomNormal(shape, 0, deviation, "float32", seed));
  const [filters, more, dense] = [initial([3, 3, 3, 8], 1, 0.3), initial([3, 3, 8, 16], 2, 0.15), initial([256, 4], 3, 0.1)];
  const bias = initial([8], 4, 0.1);
  const variables = [filters, more, dense, bias];
  const scores = (images: tf.Tensor): tf.Tensor2D => {
    const first = tf
      .conv2d(images as tf.Tensor4D, filters as tf.Tensor4D, 1, "same")
      .add(bias)
      .relu(); // [N, 8, 8, 8]
    const second = tf.conv2d(tf.maxPool(first as tf.Tensor4D, 2, 2, "same"), more as tf.Tensor4D, 1, "same").relu(); // [N, 4, 4, 16]
    return tf.matMul(second.reshape([-1, 256]), dense as tf.Tensor2D); // [N, 4]
  };
  return {
    variables,
    step(images, classes) {
      const { value, grads } = tf.variableGrads(() => tf.losses.softmaxCrossEntropy(classes, scores(images)) as tf.Scalar, variables);
      for (const variable of variables) variable.assign(tf.sub(variable, tf.mul(0.05, grads[variable.name] as tf.Tensor)));
      return value;
    },
  };
}

const pictures = (): { readonly images: tf.Tensor; readonly classes: tf.Tensor } => ({
  images: tf.randomUniform([16, 8, 8, 3], 0, 1, "float32", 9),
  classes: tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 16 }, (_, picture) => picture % 4),
      "int32",
    ),
    4,
  ),
});

interface Trained {
  readonly losses: readonly number[];
  readonly weights: readonly Float32Array[];
  readonly said: readonly string[];
  readonly compiled: Compiled<[tf.Tensor, tf.Tensor], tf.Tensor>;
}

/** Trains for 20 steps on the same pictures. */
function trained(options: GraphOptions): Trained {
  const { step, variables } = network();
  const said: string[] = [];
  const compiled = compile(step, { ...options, onRefusal: (words) => void said.push(words) });
  const { images, classes } = pictures();
  const losses = Array.from({ length: 20 }, () => tf.tidy(() => compiled(images, classes).dataSync()[0] as number));
  expect(variables.map(({ dtype }) => dtype)).toEqual(["float32", "float32", "float32", "float32"]);
  const weights = variables.map((variable) => Float32Array.from(variable.dataSync()));
  tf.dispose([...variables, images, classes]);
  return { losses, weights, said, compiled };
}

const largest = (values: readonly number[]): number => Math.max(...values);
const relative = (got: readonly number[], expected: readonly number[]): number =>
  largest(expected.map((value, place) => Math.abs((got[place] ?? Number.NaN) - value) / Math.abs(value)));

describe("precision: mixed", () => {
  native("learns as float32 does within bfloat16's tolerance, and its weights stay float32", () => {
    const [plain, mixed] = [trained({}), trained({ precision: "mixed" })];
    expect(plain.losses[19]).toBeLessThan(0.99 * (plain.losses[0] as number));
    expect(relative(mixed.losses, plain.losses)).toBeLessThan(0.02);
    expect(mixed.compiled.statistics.graphRuns).toBe(20);
    if (!hasBfloat16()) {
      expect(mixed.losses).toEqual(plain.losses);
      expect(mixed.said).toEqual([expect.stringContaining("no instructions for bfloat16")]);
    } else {
      expect(mixed.said).toEqual([]);
      // It did compute in bfloat16 …
      expect(relative(mixed.losses, plain.losses)).toBeGreaterThan(1e-5);
      // … but weights have more digits than that: their lower 16 bits are not all 0.
      for (const weights of mixed.weights) {
        const long = new Uint32Array(weights.buffer).filter((bits) => (bits & 0xffff) !== 0);
        expect(long.length / weights.length).toBeGreaterThan(0.9);
      }
    }
    for (const { compiled } of [plain, mixed]) compiled.dispose();
  });

  native("many steps in one call are the same as one by one", () => {
    const { images, classes } = pictures();
    const losses = [false, true].map((together) => {
      const { step, variables } = network();
      const compiled = compile(step, { precision: "mixed", onRefusal: () => {} });
      const values = tf.tidy(() =>
        together
          ? compiled.scan(tf.stack([images, images, images]), tf.stack([classes, classes, classes])).dataSync()
          : Float32Array.from([1, 2, 3], () => compiled(images, classes).dataSync()[0] as number),
      );
      compiled.dispose();
      tf.dispose([...variables]);
      return values;
    });
    expect(losses[0]).toEqual(losses[1]);
    tf.dispose([images, classes]);
  });
});

describe("xla", () => {
  native("comes to the same losses and weights", () => {
    const [plain, xla] = [trained({}), trained({ xla: true })];
    expect(relative(xla.losses, plain.losses)).toBeLessThan(1e-4);
    for (const [place, weights] of plain.weights.entries()) {
      expect(largest(Array.from(weights, (value, index) => Math.abs(value - (xla.weights[place]?.[index] ?? Number.NaN))))).toBeLessThan(
        1e-4,
      );
    }
    for (const { compiled } of [plain, xla]) compiled.dispose();
  });

  native("and mixed precision go together", () => {
    const [plain, both] = [trained({}), trained({ precision: "mixed", xla: true })];
    expect(relative(both.losses, plain.losses)).toBeLessThan(0.02);
    for (const { compiled } of [plain, both]) compiled.dispose();
  });

  native("where it does not take a step, that runs as a plain graph, and one line says why; nothing is updated twice", () => {
    const count = tf.variable(tf.scalar(0));
    const boxes = tf.tensor2d([[0, 0, 0.5, 0.5]]);
    const places = tf.tensor1d([0], "int32");
    const onRefusal = vi.fn();
    const step = compile(
      (images: tf.Tensor4D) => {
        count.assign(tf.add(count, 1));
        return tf.image.cropAndResize(images, boxes, places, [2, 2]);
      },
      { xla: true, onRefusal },
    );
    const images = tf.ones([1, 4, 4, 1]) as tf.Tensor4D;
    for (let call = 0; call < 3; call++) expect(tf.tidy(() => Array.from(step(images).dataSync()))).toEqual([1, 1, 1, 1]);
    expect(count.dataSync()[0]).toBe(3);
    expect(step.refusal).toBeUndefined();
    expect(step.statistics).toMatchObject({ traces: 1, graphRuns: 3 });
    expect(onRefusal).toHaveBeenCalledOnce();
    expect(onRefusal.mock.lastCall?.[0]).toMatch(/runs in float32 and without XLA: TensorFlow does not take/);
    step.dispose();
    tf.dispose([count, boxes, places, images]);
  });
});

native("what can't be had here is told with the reason", () => {
  const { binding } = backendOfTensorFlow();
  const stock = { ...binding, addGraphFunction: undefined } as unknown as NativeBinding;
  expect(whyUnmet({ xla: true }, stock)).toContain("xla: true needs");
  expect(whyUnmet({ precision: "mixed" }, binding, false)).toContain("no instructions for bfloat16");
  for (const one of [binding, stock]) expect(whyUnmet({ precision: "mixed" }, one, true)).toBeUndefined();
  expect(whyUnmet({ precision: "float32", xla: false }, stock)).toBeUndefined();
});

test("on other engines the step runs as ever, and one line says so", async () => {
  await device.use("wasm");
  const onRefusal = vi.fn();
  const double = compile((x: tf.Tensor) => tf.mul(x, 2), { precision: "mixed", onRefusal });
  const x = tf.tensor1d([1.001, 3]);
  for (let call = 0; call < 2; call++)
    expect(tf.tidy(() => Array.from(double(x).dataSync()))).toEqual([Math.fround(2 * Math.fround(1.001)), 6]);
  expect(onRefusal.mock.calls).toEqual([
    ['The step runs in float32 and without XLA: precision: "mixed" needs the engine tensorflow or cuda, and wasm computes.'],
  ]);
  x.dispose();
});

test("an unknown precision is refused", () => {
  const step = (x: tf.Tensor): tf.Tensor => x;
  expect(() => compile(step, { precision: "half" as "mixed" })).toThrow('Expected precision to be "float32" or "mixed" but got "half"');
});
