import fc from "fast-check";
import { expect, test } from "vitest";
import { convolutionWalk } from "../../../lib/course/index.ts";
import { partsOf, resultOf } from "./support.ts";

/** The example of Dumoulin and Visin's guide (2016), figure 1.1. */
const image = [
  [3, 3, 2, 1, 0],
  [0, 0, 1, 3, 1],
  [3, 1, 2, 2, 3],
  [2, 0, 0, 2, 2],
  [2, 0, 0, 0, 1],
];
const kernel = [
  [0, 1, 2],
  [2, 2, 0],
  [0, 1, 2],
];

test("walks to the result that the lecture works out by hand", () => {
  const walk = convolutionWalk({ image, kernel });
  expect(resultOf(walk)).toEqual([
    [12, 12, 17],
    [10, 17, 19],
    [9, 6, 14],
  ]);
  const [first] = partsOf(walk).frames;
  expect(first?.layout.title).toEqual({
    text: "Place 1 of 9: row 0, column 0 gives 12",
    subtitle: { text: "0·3 + 1·3 + 2·2 + 2·0 + 2·0 + 0·1 + 0·3 + 1·1 + 2·2 = 12" },
  });
});

test("steps over squares and puts a border of zeros around the image", () => {
  const walk = convolutionWalk({ image, kernel, stride: 2, padding: 1 });
  expect(resultOf(walk)).toEqual([
    [6, 17, 3],
    [8, 17, 13],
    [6, 4, 4],
  ]);
  expect(partsOf(walk).data[0]?.z).toHaveLength(7);
  // The window's frame is the last but one shape: at the second place it stands two squares to the right.
  const [x0, x1] = [0, 1].map((place) => partsOf(walk).frames[place]?.layout.shapes.at(-2)?.x0 ?? 0);
  expect((x1 ?? 0) - (x0 ?? 0)).toBe(2);
});

test("has the size that the formula of Dumoulin and Visin gives, and the sums of a plain double loop", () => {
  const table = (rows: number, columns: number) =>
    fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
  const whole = (min: number, max: number) => fc.integer({ min, max });
  const cases = fc
    .tuple(whole(3, 7), whole(3, 7), whole(1, 3), whole(1, 3), whole(1, 3), whole(0, 2))
    .chain(([rows, columns, down, across, stride, padding]) =>
      fc.record({ image: table(rows, columns), kernel: table(down, across), stride: fc.constant(stride), padding: fc.constant(padding) }),
    );
  fc.assert(
    fc.property(cases, ({ image, kernel, stride, padding }) => {
      const places = (size: number, part: number) => Math.floor((size + 2 * padding - part) / stride) + 1;
      const across = kernel[0]?.length ?? 0;
      const sums = Array.from({ length: places(image.length, kernel.length) }, (_, row) =>
        Array.from({ length: places(image[0]?.length ?? 0, across) }, (_, column) => {
          let sum = 0;
          for (let i = 0; i < kernel.length; i++)
            for (let j = 0; j < across; j++)
              sum += (kernel[i]?.[j] ?? 0) * (image[row * stride + i - padding]?.[column * stride + j - padding] ?? 0);
          return sum;
        }),
      );
      expect(resultOf(convolutionWalk({ image, kernel, stride, padding }))).toEqual(sums);
    }),
    { numRuns: 60 },
  );
});

test("draws its numbers where only sizes are given, the same ones each time", () => {
  const walk = convolutionWalk({ image: 5, kernel: 2 });
  expect(partsOf(walk).frames).toHaveLength(16);
  expect(resultOf(walk)).toEqual(resultOf(convolutionWalk({ image: 5, kernel: 2 })));
  expect(resultOf(walk)).not.toEqual(resultOf(convolutionWalk({ image: 5, kernel: 2, seed: 4 })));
  const [pixels = [], weights = []] = partsOf(walk).data.map(({ z }) => z);
  const byHand = [0, 1].flatMap((i) => [0, 1].map((j) => (pixels[3 + i]?.[3 + j] ?? 0) * (weights[i]?.[j] ?? 0))).reduce((a, b) => a + b);
  expect(resultOf(walk)[3]?.[3]).toBe(byHand);
});

test("writes down one more sum at every step", () => {
  const { frames } = partsOf(convolutionWalk({ image: 4, kernel: 3 }));
  expect(frames.map(({ data }) => data[0]?.z.flat().filter((value) => value !== null).length)).toEqual([1, 2, 3, 4]);
});

test("puts negative numbers in brackets and leaves long sums out", () => {
  const [first] = partsOf(convolutionWalk({ image: [[2, -3]], kernel: [[-1, 4]] })).frames;
  expect(first?.layout.title.subtitle.text).toBe("(−1)·2 + 4·(−3) = −14");
  const [large] = partsOf(convolutionWalk({ image: 5, kernel: 4 })).frames;
  expect(large?.layout.title.subtitle.text).toBe("sum of 16 products, weight times pixel");
});

test("has a step of the slider and a frame of the same name for each place, and buttons to play and pause", () => {
  const { frames, layout } = partsOf(convolutionWalk({ image, kernel }));
  const names = frames.map(({ name }) => name);
  expect(layout.sliders[0]?.steps.map(({ args }) => args[0])).toEqual(names.map((name) => [name]));
  expect(layout.updatemenus[0]?.buttons.map(({ label }) => label)).toEqual(["▶ Play", "❚❚ Pause"]);
});

test("says in a terminal what it shows", () => {
  expect(String(convolutionWalk({ image, kernel }))).toBe(
    "image, 5 × 5; filter, 3 × 3; result, 3 × 3 (9 places)\n12 12 17\n10 17 19\n 9  6 14",
  );
});

test.each([
  [{ image: 3, kernel: 4 }, "Expected kernel to be at most 3, the size of the image, but got 4"],
  [{ image: 3, kernel: 6, padding: 1 }, "Expected kernel to be at most 5, the size of the image with its border, but got 6"],
  [{ image, kernel: [[1, 1, 1, 1, 1, 1]] }, "Expected a window of at most 5 × 5, the size of the image with its border, but got 1 × 6"],
  [{ image: 0, kernel: 1 }, "Expected image to be a positive integer but got 0"],
  [{ image, kernel, stride: 0 }, "Expected stride to be a positive integer but got 0"],
  [{ image, kernel, padding: -1 }, "Expected padding to be a whole number from 0 on but got -1"],
  [{ image: [[1, 2], [3]], kernel }, "Expected all rows of image to be as long as the first, 2, but row 1 has 1"],
  [{ image, kernel: [] }, "Expected kernel to have at least one row and one column but it is empty"],
  [{ image: [[1, Number.NaN]], kernel: 1 }, "Expected finite numbers in image but got NaN in row 0, column 1"],
  [{ image: 40, kernel: 3 }, "Expected at most 225 places to walk over but 38 × 38 are 1444"],
])("refuses %j and says why", (options, words) => {
  expect(() => convolutionWalk(options)).toThrow(words);
});
