import { expect, test } from "vitest";
import { convolutionWalk } from "../../../lib/course/index.ts";

interface Slider {
  readonly steps: readonly {
    readonly args: readonly [
      { readonly z: readonly (readonly (readonly (number | null)[])[])[] },
      Record<string, unknown>,
      readonly number[],
    ];
  }[];
}
const stepsOf = (figure: ReturnType<typeof convolutionWalk>) => (figure.layout["sliders"] as readonly Slider[])[0]?.steps ?? [];

test("has a step for every place of the filter, and the last shows the whole result", () => {
  const walk = convolutionWalk({ image: 5, kernel: 2 });
  const steps = stepsOf(walk);
  expect(steps).toHaveLength(16);
  const tables = walk.data.map(({ z }) => z as readonly (readonly number[])[]);
  const [image = [], kernel = []] = tables;
  const last = steps.at(-1)?.args[0].z[0] ?? [];
  const byHand = [0, 1].flatMap((i) => [0, 1].map((j) => (image[3 + i]?.[3 + j] ?? 0) * (kernel[i]?.[j] ?? 0))).reduce((a, b) => a + b);
  expect(last[3]?.[3]).toBe(byHand);
  expect(last.flat()).not.toContain(null);
});

test("writes down one more sum at every step", () => {
  const written = stepsOf(convolutionWalk({ image: 4, kernel: 3 })).map(
    ({ args }) => args[0].z[0]?.flat().filter((value) => value !== null).length,
  );
  expect(written).toEqual([1, 2, 3, 4]);
});

test("refuses a filter that is larger than the image", () => {
  expect(() => convolutionWalk({ image: 3, kernel: 4 })).toThrow("Expected kernel to be at most 3, the size of the image, but got 4");
});
