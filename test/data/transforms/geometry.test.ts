import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import type { Image } from "../../../lib/data/image/image.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { floats, noise, pictures, seeds } from "./pictures.ts";

const total = ({ values }: Image) => Array.from(values).reduce((sum, value) => sum + value, 0);
const sides = fc.integer({ min: 1, max: 30 });
const size = ({ height, width }: Image) => [height, width];

/** Whether a picture's rows are to be found in another one, at one place. */
function lies(crop: Image, image: Image): boolean {
  const line = (picture: Image, y: number, left: number) =>
    picture.values
      .subarray((y * picture.width + left) * picture.channels, (y * picture.width + left + crop.width) * picture.channels)
      .join();
  for (let top = 0; top + crop.height <= image.height; top++) {
    for (let left = 0; left + crop.width <= image.width; left++) {
      if (Array.from({ length: crop.height }, (_, y) => line(crop, y, 0) === line(image, top + y, left)).every(Boolean)) return true;
    }
  }
  return false;
}

describe("flips", () => {
  test.each([T.randomHorizontalFlip({ p: 1 }), T.randomVerticalFlip({ p: 1 })])("%s twice is nothing, on bytes and on floats", (flip) =>
    fc.assert(
      fc.property(pictures(), (image) => {
        expect(flip.apply(flip.apply(image))).toEqual(image);
        expect(flip.apply(flip.apply(floats(image)))).toEqual(floats(image));
      }),
      { numRuns: 20 },
    ),
  );

  test("both ways are half a turn", () => {
    const image = noise(9, 12);
    const both = T.compose([T.randomHorizontalFlip({ p: 1 }), T.randomVerticalFlip({ p: 1 })]);
    expect(both.apply(image)).toEqual(T.randomRotation([180, 180]).apply(image));
  });
});

describe("sizes", () => {
  test("resize makes the wanted size, or the wanted shorter side with the picture's shape", () =>
    fc.assert(
      fc.property(pictures(), sides, sides, (image, height, width) => {
        expect(size(T.resize([height, width]).apply(image))).toEqual([height, width]);
        const made = T.resize(height).apply(image);
        expect(Math.min(made.height, made.width)).toBe(height);
        const [short, long] = [Math.min(image.height, image.width), Math.max(image.height, image.width)];
        expect(Math.max(made.height, made.width)).toBe(Math.floor((height * long) / short));
      }),
      { numRuns: 40 },
    ));

  test("resize keeps the longer side within maxSize", () => {
    expect(size(T.resize(20, { maxSize: 50 }).apply(noise(10, 60)))).toEqual([8, 50]);
    expect(size(T.resize(20, { maxSize: 50 }).apply(noise(60, 10)))).toEqual([50, 8]);
    expect(size(T.resize(20, { maxSize: 50 }).apply(noise(30, 60)))).toEqual([20, 40]);
  });

  test("resize to the size that it has gives the picture", () => {
    const image = noise(7, 9);
    expect(T.resize([7, 9]).apply(image)).toEqual(image);
    expect(T.resize(7).apply(image)).toEqual(image);
  });

  test("randomResizedCrop has its size from any picture, and takes all of it where scale and ratio say so", () =>
    fc.assert(
      fc.property(pictures(), sides, sides, seeds, (image, height, width, seed) => {
        expect(size(T.randomResizedCrop([height, width]).apply(image, new Random(seed)))).toEqual([height, width]);
        const shape = image.width / image.height;
        const whole = T.randomResizedCrop([height, width], { scale: [1, 1], ratio: [shape, shape] });
        expect(whole.apply(image, new Random(seed))).toEqual(T.resize([height, width]).apply(image));
      }),
      { numRuns: 40 },
    ));

  test("a very long picture gives randomResizedCrop a box in its middle of the nearest shape", () => {
    const { steps } = T.randomResizedCrop(10, { scale: [1, 1] });
    const boxOf = (height: number, width: number) => steps({ height, width, channels: 3, float: false }, new Random(0))[0];
    expect(boxOf(30, 300)).toEqual({ kind: "crop", top: 0, left: 130, height: 30, width: 40 });
    expect(boxOf(300, 30)).toEqual({ kind: "crop", top: 130, left: 0, height: 40, width: 30 });
  });

  test("randomResizedCrop's boxes have areas and shapes within the ranges", () => {
    const transform = T.randomResizedCrop(8, { scale: [0.2, 0.5], ratio: [0.5, 2] });
    const random = new Random("boxes");
    const areas = Array.from({ length: 500 }, () => {
      const box = transform.steps({ height: 400, width: 400, channels: 3, float: false }, random)[0];
      if (box?.kind !== "crop") throw new Error("no crop");
      expect(box.width / box.height).toBeGreaterThan(0.49);
      expect(box.width / box.height).toBeLessThan(2.04);
      return (box.height * box.width) / 160_000;
    });
    expect(Math.min(...areas)).toBeGreaterThan(0.198);
    expect(Math.max(...areas)).toBeLessThan(0.502);
    expect(Math.max(...areas) - Math.min(...areas)).toBeGreaterThan(0.28);
  });

  test("an expanded turn grows so that nothing is cut off", () => {
    expect(size(T.randomRotation([90, 90], { expand: true }).apply(noise(10, 16)))).toEqual([16, 10]);
    expect(size(T.randomRotation([45, 45], { expand: true }).apply(noise(10, 10)))).toEqual([16, 16]);
  });

  test("turning, slanting and tilting keep the size otherwise", () =>
    fc.assert(
      fc.property(pictures(), seeds, (image, seed) => {
        for (const transform of [
          T.randomRotation(180),
          T.randomAffine(90, { shear: 30 }),
          T.randomPerspective({ p: 1, distortionScale: 1 }),
        ]) {
          expect(transform.apply(image, new Random(seed)).shape).toEqual(image.shape);
        }
      }),
      { numRuns: 40 },
    ));
});

describe("crops", () => {
  test("randomCrop, centerCrop, fiveCrop and tenCrop give parts of the picture", () =>
    fc.assert(
      fc.property(
        pictures({ least: 6, most: 16 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        seeds,
        (image, height, width, seed) => {
          const flipped = T.randomHorizontalFlip({ p: 1 }).apply(image);
          const ten = T.tenCrop([height, width]).apply(image);
          const crops = [
            T.randomCrop([height, width]).apply(image, new Random(seed)),
            T.centerCrop([height, width]).apply(image),
            ...ten.slice(0, 5),
          ];
          for (const crop of crops) expect([size(crop), lies(crop, image)]).toEqual([[height, width], true]);
          for (const crop of ten.slice(5)) expect([size(crop), lies(crop, flipped)]).toEqual([[height, width], true]);
          expect(ten.slice(0, 5)).toEqual(T.fiveCrop([height, width]).apply(image));
        },
      ),
      { numRuns: 25 },
    ));

  test("fiveCrop gives the corners from the top left, row by row, then the middle", () => {
    const image = T.pad(0).apply(noise(4, 6, 1));
    const at = (y: number, x: number) => image.values[y * 6 + x];
    expect(
      T.fiveCrop(2)
        .apply(image)
        .map(({ values }) => values[0]),
    ).toEqual([at(0, 0), at(0, 4), at(2, 0), at(2, 4), at(1, 2)]);
    const upsideDown = T.tenCrop(2, { verticalFlip: true }).apply(image)[5];
    expect(upsideDown?.values[0]).toBe(at(3, 0));
  });

  test("randomCrop with padding is a crop of the padded picture, in every mode", () =>
    fc.assert(
      fc.property(
        pictures({ most: 10 }),
        fc.constantFrom("constant" as const, "edge" as const, "reflect" as const, "symmetric" as const),
        fc.integer({ min: 0, max: 5 }),
        seeds,
        (image, mode, padding, seed) => {
          const side = Math.min(image.height, image.width) + 2 * padding;
          const options = { fill: 99, mode };
          const crop = T.randomCrop(side, { ...options, padding }).apply(image, new Random(seed));
          expect([size(crop), lies(crop, T.pad(padding, options).apply(image))]).toEqual([[side, side], true]);
        },
      ),
      { numRuns: 40 },
    ));

  test("randomCrop reaches every place of the picture, and those outside where it pads", () => {
    const image = noise(3, 3, 1);
    const seen = (options: Parameters<typeof T.randomCrop>[1]) => {
      const random = new Random(5);
      return new Set(Array.from({ length: 300 }, () => T.randomCrop(2, options).apply(image, random).values.join())).size;
    };
    expect(seen({})).toBe(4);
    expect(seen({ padding: 1 })).toBe(16);
    expect(size(T.randomCrop([5, 2], { padIfNeeded: true }).apply(image))).toEqual([5, 2]);
  });

  test("a picture smaller than the crop: what was wanted, what came, what mends it", () => {
    const message = /Expected a picture of at least 8 × 8 pixels for \w+ but got 5 × 20: put resize\(8\) or pad\(…\) before it/;
    for (const transform of [T.centerCrop(8), T.randomCrop(8), T.randomCrop(8, { padding: 1 }), T.fiveCrop(8), T.tenCrop(8)]) {
      expect(() => transform.apply(noise(5, 20))).toThrow(
        transform.options.length > 1 ? /at least 8 × 8 pixels for randomCrop but got 7 × 22/ : message,
      );
    }
  });
});

describe("padding", () => {
  test("leaves the picture in the middle", () =>
    fc.assert(
      fc.property(
        pictures(),
        fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 9 }))),
        (image, [left = 0, top = 0, right = 0, bottom = 0]) => {
          for (const picture of [image, floats(image)]) {
            const padded = T.pad([left, top, right, bottom], { fill: 7 }).apply(picture);
            expect(size(padded)).toEqual([top + image.height + bottom, left + image.width + right]);
            const added = total(padded) - total(picture);
            expect(added).toBe(7 * (padded.values.length - picture.values.length));
            expect(lies(picture, padded)).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    ));

  test("takes one, two or four numbers", () => {
    const image = noise(3, 3);
    expect(T.pad(2).apply(image)).toEqual(T.pad([2, 2, 2, 2]).apply(image));
    expect(T.pad([1, 4]).apply(image)).toEqual(T.pad([1, 4, 1, 4]).apply(image));
    for (const padding of [-1, 1.5, [1, 2, 3], ["1", 2]]) {
      expect(() => T.pad(padding as never)).toThrow(
        "Expected padding to be a whole number of 0 or more, [left and right, top and bottom] or",
      );
    }
    expect(() => T.pad(1, { mode: "mirror" as never })).toThrow("Expected mode to be one of constant, edge, reflect, symmetric");
    expect(() => T.pad(1, { fill: [1, 2] }).apply(image)).toThrow(
      "Expected fill to be one number, or one for each of the picture's channels (3), but got 2: the picture is in colour.",
    );
  });
});

test("turns and slants of floats lie within a level of those of bytes, which are cut off", () =>
  fc.assert(
    fc.property(pictures(), seeds, (image, seed) => {
      const transform = T.randomAffine(45, { shear: 20, interpolation: "bilinear", fill: 11 });
      const bytes = transform.apply(image, new Random(seed));
      const exact = transform.apply(floats(image), new Random(seed));
      expect(exact.values).toBeInstanceOf(Float32Array);
      for (const [index, value] of exact.values.entries()) {
        const gap = value - (bytes.values[index] as number);
        expect(gap).toBeGreaterThan(-1e-4);
        expect(gap).toBeLessThan(1.001);
      }
    }),
    { numRuns: 20 },
  ));

test("moves go to the right and down, by whole pixels of the drawn part", () => {
  const image = noise(10, 20, 1);
  const seen = new Set<string>();
  const random = new Random("moves");
  for (let trial = 0; trial < 400; trial++) {
    const moved = T.randomAffine(0, { translate: [0.1, 0.1] }).apply(image, random);
    const [dx, dy] = [-2, -1, 0, 1, 2]
      .flatMap((x) => [-1, 0, 1].map((y) => [x, y] as const))
      .find(([x, y]) =>
        moved.values.every((value, index) => {
          const [row, column] = [Math.floor(index / 20) - y, (index % 20) - x];
          return value === (row >= 0 && row < 10 && column >= 0 && column < 20 ? image.values[row * 20 + column] : 0);
        }),
      ) ?? ["none", "none"];
    seen.add(`${dx} ${dy}`);
  }
  expect([...seen].sort()).toEqual(["-1", "-2", "0", "1", "2"].flatMap((x) => ["-1", "0", "1"].map((y) => `${x} ${y}`)).sort());
});

test("says what is wrong with sizes, ranges and chances", () => {
  expect(() => T.resize(0)).toThrow("Expected height to be a positive integer but got 0");
  expect(() => T.resize([3, 2.5])).toThrow("Expected width to be a positive integer but got 2.5");
  expect(() => T.resize(20, { maxSize: 20 })).toThrow(
    "Expected maxSize to be greater than a size of one number but got 20 for a size of 20",
  );
  expect(() => T.randomResizedCrop(8, { scale: [1, 0.5] })).toThrow(
    "Expected scale to be [low, high], low ≤ high, both above 0, but got [1, 0.5]",
  );
  expect(() => T.randomResizedCrop(8, { ratio: 2 as never })).toThrow(
    "Expected ratio to be [low, high], low ≤ high, both above 0, but got 2",
  );
  expect(() => T.randomHorizontalFlip({ p: 1.5 })).toThrow("Expected p to be a number between 0 and 1 but got 1.5");
  expect(() => T.randomPerspective({ p: Number.NaN })).toThrow("Expected p to be a number between 0 and 1 but got NaN");
  expect(() => T.randomRotation(-3)).toThrow("Expected degrees to be 0 or more, or [low, high], but got -3");
  expect(() => T.randomRotation(3, { interpolation: "cubic" as never })).toThrow("Expected interpolation to be one of nearest, bilinear");
  expect(() => T.randomAffine(3, { translate: [2, 0] })).toThrow("Expected translate[0] to be a number between 0 and 1 but got 2");
  expect(() => T.randomAffine(3, { scale: [0, 1] })).toThrow("Expected scale to be [low, high]");
});
