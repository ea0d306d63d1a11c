import { describe, expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { Image } from "../../../lib/data/image/image.ts";
import { allocate, Pipeline } from "../../../lib/data/pixels/index.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { floatNoise, noise } from "./pictures.ts";

const inverted = T.lambda(
  (image) =>
    new Image({
      ...image,
      channels: image.channels,
      height: image.height,
      width: image.width,
      values: image.pixels.map((value) => 255 - value),
    }),
);

const pipelines: Readonly<Record<string, readonly T.Transform[]>> = {
  nothing: [],
  "training at its most usual": [T.randomResizedCrop(12), T.randomHorizontalFlip(), T.toTensor(), T.normalize()],
  "validation at its most usual": [T.resize(24), T.centerCrop(20), T.normalize()],
  "bytes to the end": [T.randomCrop(16), T.randomVerticalFlip()],
  "pixels between steps": [T.resize(30), T.colorJitter({ brightness: 0.4 }), T.randomCrop(20), T.gaussianBlur(3), T.toTensor()],
  "steps after floats": [T.toTensor(), T.randomResizedCrop(15), T.randomHorizontalFlip()],
  "a function of one's own": [T.randomCrop(20), inverted, T.randomHorizontalFlip()],
  "several of one": [T.resize(30), T.fiveCrop(20), T.randomHorizontalFlip(), T.normalize()],
  "several of several": [T.fiveCrop(20), T.tenCrop(10)],
  "composed of composed": [T.compose([T.resize(30), T.compose([T.randomCrop(20), T.randomHorizontalFlip()])]), T.toTensor()],
};

describe.each(Object.entries(pipelines))("%s", (_, transforms) => {
  const image = noise(33, 41, 3);
  const composed = () => [T.compose(transforms).apply(image, new Random(7))].flat() as Image[];

  test("gives what compose gives, with the same random numbers", () => {
    expect(new Pipeline(transforms).run(image, new Random(7))).toEqual(composed());
  });

  test("writes that as floats to its place in shared memory, and nothing beside it", () => {
    const wanted = composed().map((one) => (one.values instanceof Float32Array ? one : T.toTensor().apply(one)));
    const { length } = (wanted[0] as Image).values;
    const target = new Float32Array(new SharedArrayBuffer(4 * (length * wanted.length + 8))).fill(9);
    const { height, width, channels } = wanted[0] as Image;
    const written = new Pipeline(transforms).runInto(image, new Random(7), { target: target.subarray(3), offset: 2 });
    expect(written).toEqual({ height, width, channels, count: wanted.length });
    expect([...target.slice(0, 5), ...target.slice(-3)]).toEqual(Array(8).fill(9));
    for (const [place, { values }] of wanted.entries()) {
      expect(target.slice(5 + place * length, 5 + (place + 1) * length)).toEqual(values);
    }
  });

  test("takes a picture from scratch memory, as a decoder leaves it there", () => {
    const scratch = allocate(image.values.length);
    scratch.set(image.values);
    const decoded = new Image({ values: scratch, height: 33, width: 41, channels: 3 });
    const results = new Pipeline(transforms).run(decoded, new Random(7));
    allocate(image.values.length).fill(0); // the next picture
    expect(results).toEqual(composed());
  });
});

test("what does not fit is not written, and its size is told", () => {
  const target = new Float32Array(40).fill(9);
  const pipeline = new Pipeline([T.resize([4, 4])]);
  expect(pipeline.runInto(noise(9, 9, 3), new Random(1), { target })).toEqual({ height: 4, width: 4, channels: 3, count: 1 });
  expect(pipeline.runInto(floatNoise(9, 9, 3), new Random(1), { target })).toEqual({ height: 4, width: 4, channels: 3, count: 1 });
  expect([...target]).toEqual(Array(40).fill(9));
});

test("pictures made of one must have one size", () => {
  const several: T.MultiTransform = {
    kind: "several",
    name: "uneven",
    options: [],
    random: false,
    apply: (image) => [image, T.centerCrop(2).apply(image)],
  };
  const into = () => new Pipeline([several]).runInto(noise(5, 5, 1), new Random(1), { target: new Float32Array(100) });
  expect(into).toThrow("Expected the pictures made of one to have one size, [5, 5, 1], but got one of [2, 2, 1]");
});

test("a crop larger than what an earlier transform left is refused", () => {
  const step: T.StepTransform = {
    kind: "steps",
    name: "corner",
    options: [],
    random: false,
    steps: () => [{ kind: "crop", top: 0, left: 0, height: 10, width: 10 }],
    apply: (image) => image,
  };
  expect(() => new Pipeline([T.resize([8, 8]), step]).run(noise(20, 20, 3), new Random(1))).toThrow("inside the picture of 8 × 8 pixels");
});

describe("what can be cached", () => {
  const names = (transforms: readonly T.Transform[]) => {
    const { prefix, rest } = new Pipeline(transforms);
    return [prefix.map(({ name }) => name), rest.map(({ name }) => name)];
  };

  test("is what comes before the first draw, out of a compose too", () =>
    expect(names([T.compose([T.resize(40), T.grayscale()]), T.centerCrop(32), T.randomHorizontalFlip(), T.resize(8)])).toEqual([
      ["resize", "grayscale", "centerCrop"],
      ["randomHorizontalFlip", "resize"],
    ]));

  test("is what leaves bytes bytes", () =>
    expect(names([T.resize(40), T.toTensor(), T.normalize()])).toEqual([["resize"], ["toTensor", "normalize"]]));

  test("is one picture of one", () => expect(names([T.resize(40), T.fiveCrop(32)])).toEqual([["resize"], ["fiveCrop"]]));

  test("does not hold what a function of one's own makes", () =>
    expect(names([inverted, T.resize(40)])).toEqual([[], ["lambda", "resize"]]));
});
