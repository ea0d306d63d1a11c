import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  binaryFocal,
  crossEntropy,
  focal,
  hinge,
  klDivergence,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  multiClassHinge,
} from "../../../lib/train/index.ts";
import pytorch from "../../fixtures/losses/expected.json" with { type: "json" };

const ofClasses = { crossEntropy, klDivergence, focal, multiClassHinge };
const binary = { binaryCrossEntropy, binaryCrossEntropyWithLogits, binaryFocal, hinge };
const makers = { ...ofClasses, ...binary, meanAbsoluteError, meanSquaredError } as Readonly<Record<string, (options?: object) => Loss>>;

/** The loss of a case by its maker's name. */
function made(name: string, options: object): Loss {
  const maker = makers[name];
  if (!maker) throw new Error(`no loss is called ${name}`);
  return maker(options);
}

interface Result {
  readonly value: number;
  readonly each: Float32Array;
  /** Of the mean, by the outputs. */
  readonly gradient: Float32Array;
  /** The same by the sum of the examples' losses, which is another way through the code. */
  readonly gradientOfEach: Float32Array;
  readonly weight: number;
}

function resultOf(loss: Loss, outputs: tf.Tensor, targets: tf.Tensor): Result {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((x) => loss.value(x, targets))(outputs);
    const each = loss.each(outputs, targets); // [N]
    expect([value.shape, grad.shape, each.shape]).toEqual([[], outputs.shape, [outputs.shape[0]]]);
    return {
      value: value.dataSync()[0] ?? Number.NaN,
      each: each.dataSync() as Float32Array,
      gradient: grad.dataSync() as Float32Array,
      gradientOfEach: tf
        .grad((x) => tf.sum(loss.each(x, targets)))(outputs)
        .dataSync() as Float32Array,
      weight: loss.weight?.(outputs, targets).dataSync()[0] ?? (outputs.shape[0] as number),
    };
  });
}

/** The length of the difference by the length of what was wanted. */
function difference(got: ArrayLike<number>, wanted: readonly number[]): number {
  expect(got.length).toBe(wanted.length);
  const length = (values: readonly number[]): number => Math.hypot(...values);
  return length(wanted.map((value, index) => value - (got[index] ?? Number.NaN))) / Math.max(length([...wanted]), 1e-12);
}

/** float32 keeps 24 bits, 6e-8; a logarithm of a sum of exponentials, its mean and what cancels there cost some of them. */
const tolerance = 1e-5;

const cases = pytorch.map((one) => ({
  ...one,
  title: [
    `${one.loss}(${Object.keys(one.options).length ? JSON.stringify(one.options).slice(0, 60) : ""})`,
    `of [${one.shape}] and [${one.targetShape}]`,
  ].join(" "),
}));

describe.each([{ engine: undefined }, { engine: "wasm" }] as const)("on the engine $engine", ({ engine }) => {
  beforeAll(async () => void (await device.use(engine)));

  test.each(cases)("$title: value, each and gradient are PyTorch's, and no tensor is left", async ({ loss: name, options, ...wanted }) => {
    const left = await device.leaks(() => {
      const loss = made(name, options);
      const whole = wanted.targets.every(Number.isInteger) && loss.task !== "values";
      const outputs = tf.tensor(wanted.outputs, wanted.shape);
      const targets = tf.tensor(wanted.targets, wanted.targetShape, whole ? "int32" : "float32");
      const got = resultOf(loss, outputs, targets);
      expect(difference([got.value], [wanted.value])).toBeLessThan(tolerance);
      expect(difference(got.each, wanted.each)).toBeLessThan(tolerance);
      expect(difference(got.gradient, wanted.gradient)).toBeLessThan(tolerance);
      expect(
        difference(
          got.gradientOfEach.map((slope) => slope / got.weight),
          wanted.gradient,
        ),
      ).toBeLessThan(tolerance);
      expect(got.value).toBeCloseTo(got.each.reduce((sum, one) => sum + one, 0) / got.weight, 5 - Math.ceil(Math.log10(1 + got.value)));
      tf.dispose([outputs, targets]);
    });
    expect(left).toBe(0);
  });

  test("outside of tf.tidy a loss leaves nothing but its result", async () => {
    const outputs = tf.tensor2d([[1, 2, 3]]);
    const labels = tf.tensor1d([0], "int32");
    const loss = crossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 3] });
    for (const compute of [loss.value, loss.each, loss.weight]) expect(await device.leaks(() => compute?.(outputs, labels))).toBe(1);
    tf.dispose([outputs, labels]);
  });

  // Very large, tiny and equal scores, and all between.
  const score = fc.oneof(
    fc.float({ min: -1e4, max: 1e4, noNaN: true }),
    fc.constantFrom(0, -1e4, 1e4, 1e-30, -88, 88),
    fc.float({ min: -20, max: 20, noNaN: true }),
  );
  const examples = (classes: number) =>
    fc.array(
      fc.record({ scores: fc.array(score, { minLength: classes, maxLength: classes }), label: fc.nat({ max: Math.max(1, classes - 1) }) }),
      {
        minLength: 1,
        maxLength: 6,
      },
    );
  const resultOfAll = (loss: Loss, all: readonly { readonly scores: number[]; readonly label: number }[]): Result => {
    const outputs = tf.tensor2d(all.map(({ scores }) => scores));
    const labels = tf.tensor1d(Int32Array.from(all, ({ label }) => label));
    try {
      return resultOf(loss, outputs, labels);
    } finally {
      tf.dispose([outputs, labels]);
    }
  };
  const sound = ({ value, each, gradient }: Result): void => {
    expect([value, ...each, ...gradient].every(Number.isFinite)).toBe(true);
    expect(Math.min(value, ...each)).toBeGreaterThanOrEqual(0);
  };

  test.each([
    crossEntropy(),
    crossEntropy({ labelSmoothing: 0.1, classWeights: [0.1, 1, 20] }),
    klDivergence(),
    multiClassHinge(),
    focal(),
    focal({ gamma: 0.5 }),
  ])("$name of classes is finite and at least 0 for any scores, and its gradient sums to 0, for only differences of scores count", (loss) =>
    fc.assert(
      fc.property(examples(3), (all) => {
        const result = resultOfAll(loss, all);
        sound(result);
        const { gradient } = result;
        // Beside rounding: a probability next to 1 becomes 1, which loses 6e-8.
        const largest = Math.max(...gradient.map(Math.abs));
        all.forEach((_, row) => {
          expect(Math.abs(gradient.subarray(row * 3, row * 3 + 3).reduce((sum, slope) => sum + slope, 0))).toBeLessThanOrEqual(
            1e-5 * largest + 1e-6,
          );
        });
      }),
      { numRuns: 60 },
    ),
  );

  test.each([
    binaryCrossEntropyWithLogits(),
    binaryCrossEntropyWithLogits({ positiveWeight: 9 }),
    hinge(),
    binaryFocal(),
    binaryFocal({ gamma: 0.5 }),
  ])("$name of yes or no is finite and at least 0 for any score, and pulls towards the answer", (loss) =>
    fc.assert(
      fc.property(examples(1), (all) => {
        const result = resultOfAll(loss, all);
        sound(result);
        all.forEach(({ label }, row) => {
          expect(Math.sign(result.gradient[row] ?? Number.NaN) * (label === 1 ? 1 : -1)).toBeLessThanOrEqual(0);
        });
      }),
      { numRuns: 60 },
    ),
  );
});

describe("relations", () => {
  beforeAll(async () => void (await device.use()));

  const logits = [
    [1, -2, 0.5],
    [3, 3, -1],
  ];
  const meanOf = (loss: Loss, targets: number[] | number[][], outputs: number[][] = logits): number =>
    tf.tidy(
      () =>
        loss.value(tf.tensor2d(outputs), tf.tensor(targets, undefined, Array.isArray(targets[0]) ? "float32" : "int32")).dataSync()[0] ??
        Number.NaN,
    );

  test("without gamma focal loss is cross-entropy, and with it less", () => {
    expect(meanOf(focal({ gamma: 0 }), [0, 2])).toBeCloseTo(meanOf(crossEntropy(), [0, 2]), 5);
    expect(meanOf(focal(), [0, 2])).toBeLessThan(meanOf(crossEntropy(), [0, 2]));
  });

  test("the divergence from labels is cross-entropy, and that from the model's own probabilities is 0", () => {
    expect(meanOf(klDivergence(), [0, 2])).toBeCloseTo(meanOf(crossEntropy(), [0, 2]), 5);
    expect(
      meanOf(
        klDivergence(),
        tf.tidy(() => tf.softmax(tf.tensor2d(logits)).arraySync() as number[][]),
      ),
    ).toBeCloseTo(0, 6);
  });

  test("one score for yes against two for no and yes: the same loss, of probabilities as well", () => {
    const two = meanOf(
      crossEntropy(),
      [1, 0],
      [
        [0, 1.5],
        [0, -0.25],
      ],
    );
    expect(meanOf(binaryCrossEntropyWithLogits(), [1, 0], [[1.5], [-0.25]])).toBeCloseTo(two, 6);
    expect(
      meanOf(
        binaryCrossEntropy(),
        [1, 0],
        [1.5, -0.25].map((score) => [1 / (1 + Math.exp(-score))]),
      ),
    ).toBeCloseTo(two, 6);
  });

  test("yes or no takes the shares of both, which mixed pictures have", () => {
    for (const loss of [binaryCrossEntropyWithLogits(), binaryFocal(), hinge(), binaryCrossEntropy()]) {
      const outputs = [[0.7], [0.25]];
      expect(
        meanOf(
          loss,
          [
            [0.25, 0.75],
            [1, 0],
          ],
          outputs,
        ),
      ).toBeCloseTo(meanOf(loss, [[0.75], [0]], outputs), 6);
    }
  });

  test("the task and whether logits are wanted are said", () => {
    expect(Object.values(ofClasses).map((maker) => [maker().task, maker().fromLogits])).toEqual(Array(4).fill(["classes", true]));
    expect(Object.values(binary).map((maker) => [maker().task, maker().fromLogits])).toEqual([
      ["binary", false],
      ["binary", true],
      ["binary", true],
      ["binary", true],
    ]);
    expect([meanAbsoluteError().task, meanSquaredError().fromLogits]).toEqual(["values", false]);
  });
});

describe("mistakes explain themselves", () => {
  beforeAll(async () => void (await device.use()));

  const negative = fc.double({ max: -1e-9, noNaN: true });
  test("options that can't be", () =>
    fc.assert(
      fc.property(negative, (wrong) => {
        expect(() => focal({ gamma: wrong })).toThrow(`Expected gamma to be 0 or more but got ${wrong}`);
        expect(() => binaryFocal({ gamma: wrong })).toThrow("Expected gamma to be 0 or more");
        expect(() => binaryFocal({ alpha: wrong })).toThrow(`Expected alpha to be a number between 0 and 1 but got ${wrong}`);
        expect(() => focal({ alpha: [1, wrong] })).toThrow(`Expected alpha[1] to be a positive number but got ${wrong}`);
        expect(() => hinge({ margin: wrong })).toThrow("Expected margin to be a positive number");
        expect(() => multiClassHinge({ margin: wrong })).toThrow("Expected margin to be a positive number");
        expect(() => binaryCrossEntropyWithLogits({ positiveWeight: wrong })).toThrow("Expected positiveWeight to be a positive number");
        expect(() => crossEntropy({ labelSmoothing: wrong })).toThrow("Expected labelSmoothing to be a number between 0 and 1");
        expect(() => crossEntropy({ classWeights: [wrong] })).toThrow("Expected classWeights[0] to be a positive number");
      }),
    ));

  const call = (loss: Loss, outputShape: number[], targetShape: number[]) => () =>
    tf.tidy(() => loss.value(tf.zeros(outputShape), tf.zeros(targetShape, "int32")));

  test("shapes that don't fit, and no tensor stays", async () => {
    const left = await device.leaks(() => {
      expect(call(crossEntropy(), [4, 3], [5])).toThrow("Expected targets of shape [4] but got [5]");
      expect(call(crossEntropy(), [4, 3], [4, 1])).toThrow(
        "Expected targets of shape [4] but got [4, 1]: drop the last axis with x.squeeze([-1])",
      );
      expect(call(crossEntropy(), [4, 3], [4, 2])).toThrow("Expected targets of shape [4, 3] but got [4, 2]");
      expect(call(crossEntropy(), [4], [4])).toThrow("Expected outputs of shape [N, classes] but got [4]");
      expect(call(crossEntropy({ classWeights: [1, 2] }), [4, 3], [4])).toThrow(
        "Expected a class weight for each of the 3 classes that the model scores but got 2.",
      );
      expect(call(focal({ alpha: [1, 2] }), [4, 3], [4])).toThrow("Expected an alpha for each of the 3 classes");
      expect(call(multiClassHinge(), [4, 3], [4, 3])).toThrow(
        "Pictures are mixed (mixup, cutmix)? Take the mixing away, or train with crossEntropy.",
      );
      for (const loss of [meanSquaredError(), meanAbsoluteError(), hinge(), binaryCrossEntropy()])
        expect(call(loss, [4, 3], [4])).toThrow(
          "Expected a target for each output but got outputs [4, 3] and targets [4].\n  Labels [N] need a model with one output: tf.layers.dense({ units: 1 }) at its end. Classes? Then the loss is crossEntropy.",
        );
    });
    expect(left).toBe(0);
  });
});
