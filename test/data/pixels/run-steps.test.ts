import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Image } from "../../../lib/data/image/image.ts";
import { runSteps } from "../../../lib/data/pixels/index.ts";
import type { Step } from "../../../lib/data/transforms/transform.ts";
import { floatNoise, noise } from "./pictures.ts";
import { plainly } from "./reference.ts";

interface Fixture {
  readonly from: [number, number];
  readonly to: [number, number];
  readonly channels: number;
  readonly float: boolean;
  readonly values: string;
}

const { cases } = JSON.parse(readFileSync(new URL("../../fixtures/pixels/resizes.json", import.meta.url), "utf8")) as { cases: Fixture[] };

describe("resize agrees with Pillow", () => {
  test.each(cases.filter(({ float }) => !float))(
    "bytes, $from to $to, $channels channels: to the last byte",
    ({ from, to, channels, values }) => {
      const result = runSteps(noise(...from, channels), [{ kind: "resize", height: to[0], width: to[1] }]);
      expect(Buffer.from(result.pixels).equals(Buffer.from(values, "base64"))).toBe(true);
    },
  );

  test.each(cases.filter(({ float }) => float))("floats, $from to $to: to the last bit", ({ from, to, values }) => {
    const result = runSteps(floatNoise(...from, 1), [{ kind: "resize", height: to[0], width: to[1] }]);
    const wanted = new Float32Array(Uint8Array.from(Buffer.from(values, "base64")).buffer);
    expect(result.values).toEqual(wanted);
  });
});

/** Steps that can be done one after the other to a picture of this size. */
function stepsFor(size: { height: number; width: number }, numbers: readonly number[]): Step[] {
  let { height, width } = size;
  const steps: Step[] = [];
  for (const number of numbers) {
    const part = (place: number, below: number) => Math.floor(((number * 16807 ** (place + 1)) % 1) * below);
    const kind = part(0, 9);
    if (kind < 3) {
      const box = { height: 1 + part(1, height), width: 1 + part(2, width) };
      steps.push({ kind: "crop", top: part(3, height - box.height + 1), left: part(4, width - box.width + 1), ...box });
      ({ height, width } = box);
    } else if (kind < 5) {
      const resized = { height: 1 + part(1, 40), width: 1 + part(2, 40) };
      steps.push({ kind: "resize", ...resized });
      ({ height, width } = resized);
    } else if (kind < 8) {
      steps.push({ kind: "flip", direction: part(1, 2) === 0 ? "horizontal" : "vertical" });
    } else {
      steps.push({ kind: "scale", multiply: [part(1, 100) / 7, -0.3, 1 / 255], add: [0.1, part(2, 50) / 11, -3] });
    }
  }
  return steps;
}

const sizes = fc.record({ height: fc.integer({ min: 1, max: 40 }), width: fc.integer({ min: 1, max: 40 }) });
const manyNumbers = fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { maxLength: 6 });

test("joined, steps do what they do one by one", () =>
  fc.assert(
    fc.property(sizes, manyNumbers, fc.constantFrom(1, 3), (size, numbers, channels) => {
      const image = noise(size.height, size.width, channels);
      const steps = stepsFor(size, numbers).map((step) =>
        step.kind === "scale" && channels === 1 ? { ...step, multiply: step.multiply.slice(0, 1), add: step.add.slice(0, 1) } : step,
      );
      const oneByOne = steps.reduce((before, step) => runSteps(before, [step]), image);
      expect(runSteps(image, steps)).toEqual(oneByOne);
    }),
    { numRuns: 500 },
  ));

test("each step on bytes does what it says", () =>
  fc.assert(
    fc.property(sizes, manyNumbers, fc.constantFrom(1, 3), (size, numbers, channels) => {
      const image = noise(size.height, size.width, channels);
      for (const step of stepsFor(size, numbers.slice(0, 1))) {
        const each = step.kind === "scale" ? { ...step, multiply: step.multiply.slice(0, channels), add: step.add.slice(0, 1) } : step;
        expect(runSteps(image, [each])).toEqual(plainly(image, each));
      }
    }),
    { numRuns: 400 },
  ));

test("floats are cropped, flipped and scaled as bytes are", () => {
  const bytes = noise(9, 7, 3);
  const floats = new Image({ ...bytes, height: 9, width: 7, channels: 3, values: Float32Array.from(bytes.values) });
  const steps: Step[] = [
    { kind: "crop", top: 2, left: 1, height: 5, width: 4 },
    { kind: "flip", direction: "horizontal" },
    { kind: "flip", direction: "vertical" },
    { kind: "scale", multiply: [2, 3, 0.1], add: [1] },
  ];
  expect(runSteps(floats, steps)).toEqual(runSteps(bytes, steps));
});

test("pictures from odd places in shared memory come out right", () => {
  const { values } = noise(20, 30, 3);
  const shared = new Uint8Array(new SharedArrayBuffer(values.length + 8), 3, values.length);
  shared.set(values);
  const image = new Image({ values: shared, height: 20, width: 30, channels: 3 });
  const steps: Step[] = [{ kind: "crop", top: 3, left: 5, height: 11, width: 7 }];
  expect(runSteps(image, steps)).toEqual(runSteps(noise(20, 30, 3), steps));
});

test("the picture given stays as it is, and the result has memory of its own, even when there is nothing to do", () => {
  const image = noise(12, 10, 3);
  const before = image.values.slice();
  const same = runSteps(image, []);
  const resized = runSteps(image, [{ kind: "resize", height: 5, width: 5 }]);
  const copy = resized.values.slice();
  same.values.fill(0);
  runSteps(image, [{ kind: "resize", height: 7, width: 4 }]);
  expect(image.values).toEqual(before);
  expect(resized.values).toEqual(copy);
});

test("a very tall picture is made small, and small ones follow", () => {
  const tall = new Image({ values: new Uint8Array(60_000 * 300).fill(77), height: 60_000, width: 300, channels: 1 });
  const small = runSteps(tall, [{ kind: "resize", height: 2, width: 2 }]);
  expect([...small.values]).toEqual([77, 77, 77, 77]);
  expect(runSteps(noise(6, 6, 1), [{ kind: "resize", height: 3, width: 3 }]).shape).toEqual([3, 3, 1]);
});

describe("what can't be done is said", () => {
  const image = noise(10, 20, 3);
  test.each<[string, Step, string]>([
    [
      "a crop that leaves the picture",
      { kind: "crop", top: 5, left: 0, height: 6, width: 4 },
      "Expected a crop inside the picture of 10 × 20 pixels but got 6 × 4 at row 5, column 0",
    ],
    ["a crop before the picture", { kind: "crop", top: 0, left: -1, height: 6, width: 4 }, "at row 0, column -1"],
    ["a crop of half pixels", { kind: "crop", top: 0.5, left: 0, height: 6, width: 4 }, "a smaller box of whole pixels"],
    ["an empty size", { kind: "resize", height: 0, width: 4 }, "Expected the new size in whole pixels, at least 1 × 1, but got 0 × 4"],
    [
      "a scale for other channels",
      { kind: "scale", multiply: [1, 2], add: [0] },
      "Expected one number for all channels or one for each of the 3 but got 2",
    ],
  ])("%s", (_, step, message) => {
    expect(() => runSteps(image, [step])).toThrow(RangeError);
    expect(() => runSteps(image, [step])).toThrow(message);
    expect(() => runSteps(floatNoise(10, 20, 3), [step])).toThrow(message);
  });

  test("a crop that an earlier step made too large", () =>
    expect(() =>
      runSteps(image, [
        { kind: "resize", height: 5, width: 5 },
        { kind: "crop", top: 0, left: 0, height: 6, width: 5 },
      ]),
    ).toThrow("inside the picture of 5 × 5 pixels"));
});
