import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { type ClipOptions, clipGradients, type Gradients } from "../../../lib/train/index.ts";

interface Expected {
  readonly clipping: readonly {
    readonly options: ClipOptions;
    readonly gradients: Readonly<Record<string, { readonly shape: number[]; readonly before: number[]; readonly after: number[] }>>;
  }[];
}

const file = resolve(import.meta.dirname, "../../fixtures/callbacks/expected.json");
const { clipping } = JSON.parse(readFileSync(file, "utf8")) as Expected;

/** Float32 keeps seven digits; the sum of some hundred squares loses one. */
const tolerance = 1e-5;

const numbersOf = (gradients: Gradients | undefined): number[] =>
  Object.values(gradients ?? {}).flatMap((gradient) => Array.from(gradient.dataSync()));

describe.each(["tensorflow", "wasm"] as const)("on the engine %s", (engine) => {
  beforeAll(async () => void (await device.use(engine)));
  afterAll(async () => void (await device.use()));

  test.each(clipping)("equals PyTorch's: $options", async ({ options, gradients }) => {
    const leaked = await device.leaks(() =>
      tf.tidy(() => {
        const before = Object.fromEntries(
          Object.entries(gradients).map(([name, { before: values, shape }]) => [name, tf.tensor(values, shape)]),
        );
        const after = clipGradients(options).changeGradients?.(before) ?? {};
        for (const [name, { after: wanted, shape }] of Object.entries(gradients)) {
          expect(after[name]?.shape).toEqual(shape);
          const got = Array.from(after[name]?.dataSync() ?? []);
          const off = Math.hypot(...got.map((value, index) => value - (wanted[index] ?? Number.NaN)));
          expect(off / Math.hypot(...wanted)).toBeLessThan(tolerance);
        }
      }),
    );
    expect(leaked).toBe(0);
  });

  test("all together are never longer than the norm, keep their direction, and short ones stay as they are", () => {
    // No subnormal numbers, which TensorFlow takes for 0.
    const number = fc.integer({ min: -10_000, max: 10_000 }).map((hundredths) => Math.fround(hundredths / 100));
    const numbers = fc.array(number, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 3 }), fc.double({ min: 0.01, max: 50, noNaN: true }), (rows, norm) => {
        const after = tf.tidy(() =>
          numbersOf(clipGradients({ norm }).changeGradients?.(Object.fromEntries(rows.map((row, index) => [index, tf.tensor1d(row)])))),
        );
        const before = rows.flat();
        const [long, short] = [Math.hypot(...before), Math.hypot(...after)];
        expect(short).toBeLessThanOrEqual(Math.min(long, norm) * (1 + tolerance));
        if (long < norm * (1 - tolerance)) expect(after).toEqual(before.map((value) => value + 0));
        for (const [index, value] of after.entries()) {
          expect(value * long).toBeCloseTo((before[index] ?? Number.NaN) * short, 0);
        }
      }),
      { numRuns: 30 },
    );
  });
});

test("no gradients stay none", () => expect(clipGradients({ norm: 1 }).changeGradients?.({})).toEqual({}));

test("says what it expected", () => {
  const making = (options: unknown) => () => clipGradients(options as ClipOptions);
  expect(making({})).toThrow("Expected clipGradients({ norm: 1 }) or clipGradients({ value: 0.5 }) but got neither norm nor value");
  expect(making(undefined)).toThrow("neither norm nor value");
  expect(making({ norm: 1, value: 1 })).toThrow("both norm and value");
  expect(making({ norm: 0 })).toThrow("Expected norm to be a positive number but got 0");
  expect(making({ value: "much" })).toThrow('Expected value to be a positive number but got "much"');
  expect(making({ maximum: 1 })).toThrow('Expected each option of clipGradients to be one of norm, value but got "maximum"');
});
