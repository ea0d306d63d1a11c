import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { device, tf } from "../../../lib/device/index.ts";
import { type MixupOptions, mixup } from "../../../lib/train/index.ts";
import { HandMadeRun } from "./hand-made-run.ts";

const classes = 3;
const model = (units: number): HandMadeRun["model"] =>
  tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 2, 1] }), tf.layers.dense({ units })] });

interface Mixed {
  readonly images: number[][];
  readonly targets: number[][];
}

/** Four pictures that are one number all over, 0 … 3, and belong to classes 0, 1, 2, 0: mixed in a step of a fit. */
function mixedIn(step: number, options?: MixupOptions, given: { readonly shares?: boolean } = {}): Mixed {
  const run = Object.assign(new HandMadeRun(model(classes)), { step });
  return tf.tidy(() => {
    const images = tf.mul(tf.range(0, 4).reshape([4, 1, 1, 1]), tf.ones([4, 2, 2, 1])); // [4, 2, 2, 1]
    const labels = tf.tensor1d([0, 1, 2, 0], "int32");
    const targets = given.shares ? tf.oneHot(labels, classes) : labels; // [4, 3] or [4]
    const after = mixup(options).changeBatch?.({ images, targets }, run);
    return {
      images: after?.images.reshape([4, 4]).arraySync() as number[][],
      targets: after?.targets.arraySync() as number[][],
    };
  });
}

describe.each(["tensorflow", "wasm"] as const)("on the engine %s", (engine) => {
  beforeAll(async () => void (await device.use(engine)));
  afterAll(async () => void (await device.use()));

  test("pictures and targets are blended alike: λ of the one, 1 − λ of another, which each picture is once", () => {
    for (let step = 0; step < 10; step++) {
      const { images, targets } = mixedIn(step, { alpha: 1 });
      expect(images.reduce((sum, [value = 0]) => sum + value, 0)).toBeCloseTo(0 + 1 + 2 + 3, 5);
      const solutions = [0, 1, 2, 3].map((own) => {
        const [value = 0] = images[own] ?? [];
        expect(images[own]).toEqual([value, value, value, value]);
        // The partner and λ that explain the picture must explain its targets too.
        return [0, 1, 2, 3].flatMap((other) => {
          const share = other === own ? 1 : (value - other) / (own - other);
          const wanted = [0, 0, 0];
          for (const [picture, part] of [
            [own, share],
            [other, 1 - share],
          ] as const) {
            const label = [0, 1, 2, 0][picture] ?? 0;
            wanted[label] = (wanted[label] ?? 0) + part;
          }
          const fits = wanted.every((part, label) => Math.abs(part - (targets[own]?.[label] ?? Number.NaN)) < 1e-4);
          return fits && share > -1e-4 && share < 1 + 1e-4 ? [other] : [];
        });
      });
      expect(solutions.every((others) => others.length > 0)).toBe(true);
      for (const row of targets) expect(row.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 5);
    }
  });

  test("targets that are shares already are blended as they are", () => {
    expect(mixedIn(3, {}, { shares: true })).toEqual(mixedIn(3));
  });

  test("leaves nothing behind", async () => {
    const run = new HandMadeRun(model(1));
    const images = tf.ones([4, 2, 2, 1]);
    const targets = tf.tensor1d([0, 1, 1, 0], "int32");
    expect(await device.leaks(() => tf.tidy(() => void mixup().changeBatch?.({ images, targets }, run)))).toBe(0);
    tf.dispose([images, targets]);
  });
});

test("each step draws anew, and the same in every fit and process", () => {
  expect(mixedIn(5)).toEqual(mixedIn(5));
  expect(mixedIn(5)).not.toEqual(mixedIn(6));
  expect(mixedIn(5)).not.toEqual(mixedIn(5, { seed: "another" }));
});

test("a small alpha leaves most pictures almost as they were, a large one halves them", () => {
  const distance = (alpha: number): number => {
    const shares = Array.from({ length: 30 }, (_, step) => Math.max(...(mixedIn(step, { alpha }).targets[1] ?? [])));
    return shares.reduce((sum, share) => sum + Math.min(share, 1 - share), 0) / shares.length;
  };
  expect(distance(0.05)).toBeLessThan(0.1);
  expect(distance(100)).toBeGreaterThan(0.3);
});

test("where the model has one output, labels are blended as numbers", () => {
  const run = new HandMadeRun(model(1));
  tf.tidy(() => {
    const targets = tf.tensor1d([0, 1, 1, 0], "int32");
    const after = mixup({ alpha: 1 }).changeBatch?.({ images: tf.ones([4, 2, 2, 1]), targets }, run);
    expect(after?.targets.shape).toEqual([4]);
    expect(Array.from(after?.targets.dataSync() ?? []).reduce((sum, value) => sum + value, 0)).toBeCloseTo(2, 5);
  });
});

test("says what it expected", () => {
  expect(() => mixup({ alpha: 0 })).toThrow("Expected alpha to be a positive number but got 0");
});
