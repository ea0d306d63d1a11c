import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { adadelta } from "../../../lib/train/optimizers/adadelta.ts";
import { adagrad } from "../../../lib/train/optimizers/adagrad.ts";
import { adam, adamW } from "../../../lib/train/optimizers/adam.ts";
import type { Optimizer, Slots } from "../../../lib/train/optimizers/optimizer.ts";
import { rmsprop } from "../../../lib/train/optimizers/rmsprop.ts";
import { sgd } from "../../../lib/train/optimizers/sgd.ts";
import pytorch from "../../fixtures/optimizers/expected.json" with { type: "json" };

const makers = { sgd, adagrad, adadelta, rmsprop, adam, adamW } as Readonly<Record<string, (options?: object) => Optimizer>>;

/** The optimizer of a case, which is named for its maker: "sgd, momentum". */
function made(name: string, options: object): Optimizer {
  const maker = makers[name.split(",")[0] ?? ""];
  if (!maker) throw new Error(`no optimizer for the case ${name}`);
  return maker(options);
}

/** Numbers from base64 of float32. */
const unpacked = (text: string): Float32Array => new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);

const shapes = Object.entries(pytorch.shapes as Record<string, number[]>).map(([name, shape]) => ({
  name,
  shape,
  size: shape.reduce((product, side) => product * side, 1),
}));
const stepSize = shapes.reduce((sum, { size }) => sum + size, 0);
const steps = pytorch.factors.length;

/** One tensor's values at one step of a packed array. */
function part(values: Float32Array, place: number, step = 0): Float32Array {
  const before = shapes.slice(0, place).reduce((sum, { size }) => sum + size, 0);
  const begin = step * stepSize + before;
  return values.subarray(begin, begin + (shapes[place]?.size ?? 0));
}

interface Walk {
  readonly optimizer: Optimizer;
  readonly start: Float32Array;
  readonly shape: readonly number[];
  gradient(step: number): Float32Array;
  rate(step: number): number;
  momentum?(step: number): number;
}

/** The weights after each step. */
function walk({ optimizer, start, shape, gradient, rate, momentum = () => optimizer.momentum ?? 0 }: Walk): Float32Array[] {
  return tf.tidy(() => {
    let variable: tf.Tensor = tf.tensor(start, [...shape]);
    let slots: Slots = Object.fromEntries(optimizer.slots.map((name) => [name, tf.zerosLike(variable)]));
    return Array.from({ length: steps }, (_, step) => {
      const input = { gradient: tf.tensor(gradient(step), [...shape]), learningRate: tf.scalar(rate(step)) };
      const scalars = { step: tf.scalar(step + 1), momentum: tf.scalar(momentum(step)) };
      ({ variable, slots } = optimizer.update({ variable, slots, ...input, ...scalars }));
      expect(Object.keys(slots).sort()).toEqual([...optimizer.slots].sort());
      expect([variable, ...Object.values(slots)].map((tensor) => tensor.shape)).toEqual(["variable", ...optimizer.slots].map(() => shape));
      return Float32Array.from(variable.dataSync());
    });
  });
}

const length = (values: Iterable<number>): number => Math.hypot(...values);
/** How far two tensors are apart, by the length of the wanted one. */
const distance = (got: Float32Array, wanted: Float32Array): number =>
  length(got.map((value, i) => value - (wanted[i] ?? 0))) / length(wanted);

describe.each([{ engine: undefined }, { engine: "wasm" }] as const)(
  "on engine $engine, 20 steps are PyTorch's, step for step",
  ({ engine }) => {
    beforeAll(async () => void (await device.use(engine)));
    const cases = Object.entries(pytorch.cases).flatMap(([name, options]) =>
      shapes.map(({ name: kind }, place) => ({ name, kind, place, ...options })),
    );

    test.for(cases)("$name: $kind", ({ name, place, options, rate, bySchedule, path }) => {
      const [start, gradients, wanted] = [unpacked(pytorch.start), unpacked(pytorch.gradients), unpacked(path)];
      const got = walk({
        optimizer: made(name, options),
        start: part(start, place),
        shape: shapes[place]?.shape ?? [],
        gradient: (step) => part(gradients, place, step),
        rate: (step) => rate * (pytorch.factors[step] ?? 0),
        ...(bySchedule && { momentum: (step: number) => pytorch.momenta[step] ?? 0 }),
      });
      const distances = got.map((weights, step) => distance(weights, part(wanted, place, step)));
      expect(Math.max(...distances)).toBeLessThan(1e-6);
    });
  },
);

describe("every optimizer", () => {
  beforeAll(async () => void (await device.use()));
  const kinds: readonly { readonly name: string; readonly optimizer: Optimizer }[] = [
    ...Object.entries(makers).map(([name, maker]) => ({ name, optimizer: maker() })),
    { name: "sgd, momentum", optimizer: sgd({ momentum: 0.9 }) },
    { name: "sgd, nesterov", optimizer: sgd({ momentum: 0.9, nesterov: true }) },
    { name: "rmsprop, all options", optimizer: rmsprop({ momentum: 0.5, centered: true, weightDecay: 0.01 }) },
  ];

  test.for(kinds)("$name treats each weight by itself, whatever tensor it lies in", ({ optimizer }) => {
    const numbers = fc.array(fc.float({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(numbers, fc.array(numbers, { minLength: 3, maxLength: 3 }), (start, gradients) => {
        const walked = (from: number, to: number, shape: readonly number[]) =>
          walk({
            optimizer,
            start: Float32Array.from(start.slice(from, to)),
            shape,
            gradient: (step) => Float32Array.from((gradients[step % 3] ?? []).slice(from, to)),
            rate: () => optimizer.learningRate ?? Number.NaN,
          }).at(-1);
        const [whole, first, last] = [walked(0, 4, [2, 2]), walked(0, 1, []), walked(1, 4, [3])];
        [...(first ?? []), ...(last ?? [])].forEach((weight, index) => {
          expect(weight).toBeCloseTo(whole?.[index] ?? Number.NaN, 5);
        });
      }),
      { numRuns: 8 },
    );
  });

  test.for(kinds)("$name comes nearer to the ground of a bowl", ({ optimizer }) => {
    // The height of the bowl is half the square of the distance, so the gradient is the place itself.
    const places: Float32Array[] = [Float32Array.of(3, -2)];
    const rate = (optimizer.learningRate ?? 0) * 10;
    tf.tidy(() => {
      let variable: tf.Tensor = tf.tensor1d([3, -2]);
      let slots: Slots = Object.fromEntries(optimizer.slots.map((name) => [name, tf.zerosLike(variable)]));
      const momentum = tf.scalar(optimizer.momentum ?? 0);
      for (let step = 1; step <= 100; step++) {
        const input = { gradient: variable, learningRate: tf.scalar(rate), step: tf.scalar(step), momentum };
        ({ variable, slots } = optimizer.update({ variable, slots, ...input }));
        places.push(Float32Array.from(variable.dataSync()));
      }
    });
    expect(length(places.at(-1) ?? [])).toBeLessThan(length(places[0] ?? []));
    expect(places.flatMap((place) => Array.from(place)).every(Number.isFinite)).toBe(true);
  });

  test.for(kinds)("$name leaves no tensor behind", async ({ optimizer }) => {
    const start = Float32Array.of(1, 2);
    const left = await device.leaks(() => walk({ optimizer, start, shape: [2], gradient: () => start, rate: () => 0.01 }));
    expect(left).toBe(0);
  });
});

test("rmsprop, centered, stays a number where all gradients are the same and their deviation is rounding only", () => {
  const options = { alpha: 0.5, centered: true };
  const steady = { shape: [3], gradient: () => Float32Array.of(0.1, 0.3, 1e-4), rate: () => 1e-6 };
  const weights = walk({ optimizer: rmsprop(options), start: Float32Array.of(1, 1, 1), ...steady });
  expect(weights.flatMap((step) => Array.from(step)).some(Number.isNaN)).toBe(false);
});

test("says what an option must be", () => {
  expect(() => adam({ beta1: 1 })).toThrow("Expected beta1 to be at least 0 and less than 1 but got 1");
  expect(() => adam({ epsilon: 0 })).toThrow("Expected epsilon to be a positive number but got 0");
  expect(() => adamW({ weightDecay: -0.1 })).toThrow("Expected weightDecay to be 0 or more but got -0.1");
  expect(() => sgd({ momentum: -1 })).toThrow("Expected momentum to be at least 0 and less than 1 but got -1");
  expect(() => adagrad({ initialSum: Number.NaN })).toThrow("Expected initialSum to be 0 or more but got NaN");
  expect(() => adadelta({ rho: 2 })).toThrow("Expected rho to be at least 0 and less than 1 but got 2");
  expect(() => rmsprop({ alpha: 1.1 })).toThrow("Expected alpha to be at least 0 and less than 1 but got 1.1");
  expect(() => sgd({ nesterov: true })).toThrow("Expected a momentum above 0 and no dampening with nesterov but got momentum 0");
});

test("an option that an optimizer does not have is told, with those that it has and where a learning rate belongs", () => {
  expect(() => sgd({ momentun: 0.9 } as object)).toThrow(
    'Expected each option of sgd to be one of momentum, dampening, nesterov, weightDecay but got "momentun"',
  );
  expect(() => adam({ lr: 0.1 } as object)).toThrow("belongs to the fit: learner.fit(3, { learningRate: 0.01 })");
  expect(() => sgd(0.9 as never)).toThrow("Expected options by name, such as sgd({ momentum: 0.9 }), but got 0.9");
});
