import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../../lib/compile/index.ts";
import { batchNormKernels, device, type EngineName, hasNativeOperations, tf } from "../../../lib/device/index.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { profile } from "../../../lib/speed/index.ts";

const engines: readonly (EngineName | undefined)[] = [undefined, "wasm"];

describe.each(engines)("on the engine %s", (engine) => {
  beforeAll(async () => void (await device.use(engine)));

  test("tells of every operation: calls, bytes, and the line that asked for it", async () => {
    const x = tf.ones([100, 10]);
    const report = await profile(() => {
      const squares = tf.tidy(() => tf.matMul(x, x, false, true).square());
      return squares.sum();
    });
    const names = report.byOperation.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["BatchMatMul", "Square", "Sum"]));
    expect(report.byOperation.find(({ name }) => name === "Square")).toMatchObject({ calls: 1, bytes: 40_000 });
    const [product, sum] = ["BatchMatMul", "Sum"].map((name) => report.operations.find((operation) => operation.name === name)?.line ?? "");
    expect(product).toMatch(/profile\.test\.ts:\d+$/);
    expect(Number(sum?.split(":").at(-1)) - Number(product?.split(":").at(-1))).toBe(1);
    expect(report.lineTable().toString()).toContain("return squares.sum();");
    x.dispose();
  });

  test("the shares are parts of the whole, and operations within others count once", async () => {
    const x = tf.randomNormal([64, 64]);
    const report = await profile(() => tf.tidy(() => tf.softmax(tf.matMul(x, x)).sum()));
    const share = report.byOperation.reduce((sum, operation) => sum + operation.share, 0);
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThanOrEqual(1 + 1e-9);
    for (const { ownTime, start, end, within } of report.operations) {
      expect(ownTime).toBeLessThanOrEqual(end - start + 1e-9);
      if (within) expect(start >= within.start && end <= within.end).toBe(true);
    }
    x.dispose();
  });

  test("the flame chart shows the line, in it forward and backward, in them the operations", async () => {
    const weight = tf.variable(tf.ones([32, 32]));
    const report = await profile(() => tf.variableGrads(() => tf.matMul(weight, weight).sum() as tf.Scalar));
    const scopes = report.operations.map((operation) => operation.scopes.map(({ name }) => name).join(" "));
    expect(scopes).toEqual(expect.arrayContaining([expect.stringMatching(/^forward matMul/), expect.stringMatching(/^backward matMul/)]));
    const figure = report.flameChart();
    expect((figure.layout["shapes"] as unknown[]).length).toBeGreaterThan(3);
    expect(JSON.stringify(figure.data)).toContain("backward");
    expect(report[displaySymbol]()["text/html"]).toContain("<table");
    weight.dispose();
  });

  test("leaves no tensor behind, and methods as they were, also when the function throws", async () => {
    const engineOf = tf.engine() as unknown as Record<string, unknown>;
    const backend = tf.backend() as unknown as Record<string, unknown>;
    const methods = () => [
      ...["runKernelFunc", "startScope", "endScope"].map((name) => engineOf[name]),
      ...["readSync", "executeSingleOutput", "createOutputTensor"].map((name) => backend[name]),
    ];
    const before = methods();
    expect(await device.leaks(() => profile(async () => [tf.ones([2]).square(), tf.tidy(() => tf.zeros([2]).exp())], { runs: 2 }))).toBe(
      3 * 1, // the ones in each of three runs are the function's own leak
    );
    expect(methods()).toEqual(before);
    const failing = profile(
      () => {
        tf.tidy(() => tf.ones([2]).exp());
        throw new Error("no batch");
      },
      { warmUp: 0 },
    );
    await expect(failing).rejects.toThrow("no batch");
    expect(methods()).toEqual(before);
  });

  test("reading a tensor is an operation too", async () => {
    const report = await profile(() => tf.tidy(() => tf.ones([1000]).sum().dataSync()));
    expect(report.byOperation.find(({ name }) => name === "read values")).toBeDefined();
  });
});

describe("on TensorFlow", () => {
  beforeAll(async () => void (await device.use()));

  test("operations of its library that are no kernels are told of", async () => {
    if (!hasNativeOperations()) return;
    const x = tf.randomNormal([4, 3, 3, 2]) as tf.Tensor4D;
    const [ones, zeros] = [tf.ones([2]), tf.zeros([2])];
    const input = { x, gamma: ones, beta: zeros, movingMean: zeros, movingVariance: ones };
    const report = await profile(() => tf.tidy(() => batchNormKernels().normalize(input, { epsilon: 1e-3, momentum: 0.9 }).y));
    expect(report.byOperation.map(({ name }) => name)).toEqual(["FusedBatchNormV3"]);
    tf.dispose([x, ones, zeros]);
  });

  test("a compiled step is one operation, and the report says how to see inside; compiling within a profile is no harm", async () => {
    if (!hasNativeOperations()) return;
    const x = tf.ones([8, 8]);
    const sumOfSquare = (a: tf.Tensor) => tf.matMul(a, a).exp().sum();
    const step = compile(sumOfSquare);
    for (const warmUp of [0, 1]) {
      const report = await profile(() => step(x), { warmUp });
      expect(report.operations.at(-1)).toMatchObject({ name: expect.stringMatching(/^compiled_sumOfSquare_\d+$/), bytes: 4 });
      expect(report.notes.join()).toContain("profile the function that was given to compile");
      expect(report.operations).toHaveLength(warmUp === 1 ? 1 : report.operations.length);
    }
    step.dispose();
    x.dispose();
  });
});

test("of several runs that of the median time is told of", async () => {
  let now = 0;
  const times = [1000, 9, 3, 6];
  const run = () => {
    now += times.shift() ?? 0;
  };
  const report = await profile(run, { runs: 3, clock: () => now });
  expect(report.total).toBe(6);
  expect(report.between).toBe(6);
  expect(String(report)).toContain("6.00 ms on ");
});

test("one at a time", async () => {
  const inner = profile(() => profile(() => 1), { warmUp: 0 });
  await expect(inner).rejects.toThrow("Expected one profile at a time");
});

test("says what it expected", async () => {
  const wrong = profile as (...given: unknown[]) => Promise<unknown>;
  await expect(wrong(undefined)).rejects.toThrow("Expected run to be a function but got undefined");
  await expect(profile(() => 1, { runs: 0 })).rejects.toThrow("Expected runs to be a positive integer but got 0");
  await expect(profile(() => 1, { warmUp: 0.5 })).rejects.toThrow("Expected warmUp to be a whole number of 0 or more but got 0.5");
});
