import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { Pipeline } from "../../../lib/data/pixels/pipeline.ts";
import { runSteps } from "../../../lib/data/pixels/run-steps.ts";
import * as factories from "../../../lib/data/transforms/all.ts";
import { flatten } from "../../../lib/data/transforms/compose.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { describeTransform, reviveTransform } from "../../../lib/data/transforms/registry.ts";
import { displaySymbol } from "../../../lib/plot/index.ts";
import { every, made } from "./every.ts";
import { floats, noise, pictures, seeds } from "./pictures.ts";

test("every transform is tried here", () =>
  expect([...new Set([...every, ...flatten(every)].map(({ name }) => name))].sort()).toEqual(Object.keys(factories).sort()));

test("those that torchvision.transforms names are there", () =>
  expect(Object.keys(T)).toEqual(
    expect.arrayContaining(
      "centerCrop colorJitter fiveCrop grayscale lambda linearTransformation normalize pad randomAffine randomApply randomChoice randomCrop randomErasing randomGrayscale randomHorizontalFlip randomOrder randomPerspective randomResizedCrop randomRotation randomVerticalFlip resize tenCrop toTensor toImage compose convertImageDtype randAugment gaussianBlur autocontrast sharpness posterize solarize equalize mixup cutmix".split(
        " ",
      ),
    ),
  ));

describe.each(every.map((transform) => [String(transform), transform] as const))("%s", (_, transform) => {
  test("leaves the picture that it takes as it is, and gives memory of its own or that very picture", () =>
    fc.assert(
      fc.property(pictures({ least: 8 }), seeds, (image, seed) => {
        const before = image.values.slice();
        for (const result of made(transform, image, seed)) if (result !== image) result.values.fill(1);
        expect(image.values).toEqual(before);
      }),
      { numRuns: 10 },
    ));

  test("draws the same from the same seed, and made again from its description in a worker's message or a file too", () => {
    const description = describeTransform(transform);
    const revived = [structuredClone(description), JSON.parse(JSON.stringify(description))].map(reviveTransform);
    fc.assert(
      fc.property(pictures({ least: 8 }), seeds, (image, seed) => {
        const first = made(transform, image, seed);
        for (const again of [transform, ...revived]) expect(made(again, image, seed)).toEqual(first);
      }),
      { numRuns: 8 },
    );
    for (const again of revived) expect(String(again)).toBe(String(transform));
  });

  test("says rightly whether it draws random numbers", () => {
    const image = noise(19, 22);
    const results = new Set(Array.from({ length: 30 }, (_, seed) => JSON.stringify(made(transform, image, seed))));
    expect(results.size > 1).toBe(transform.random);
  });

  test("does the same in a pipeline, alone and between others", () =>
    fc.assert(
      fc.property(pictures({ least: 10 }), seeds, (image, seed) => {
        expect(new Pipeline([transform]).run(image, new Random(seed))).toEqual(made(transform, image, seed));
        const between = [T.randomCrop([8, 9]), T.randomHorizontalFlip(), transform, T.randomVerticalFlip(), T.toTensor()];
        expect(new Pipeline(between).run(image, new Random(seed))).toEqual(made(T.compose(between), image, seed));
      }),
      { numRuns: 8 },
    ));

  if (transform.kind === "steps") {
    test("its steps, run, are what it does", () =>
      fc.assert(
        fc.property(pictures({ least: 8 }), seeds, (image, seed) => {
          const { height, width, channels } = image;
          const steps = transform.steps({ height, width, channels, float: false }, new Random(seed));
          expect(runSteps(image, steps)).toEqual(transform.apply(image, new Random(seed)));
        }),
        { numRuns: 5 },
      ));
  }
});

test("without a generator each call draws anew", () => {
  const image = noise(16, 16);
  const drawn = new Set(Array.from({ length: 20 }, () => T.randomRotation(90).apply(image).values.join()));
  expect(drawn.size).toBeGreaterThan(10);
});

test("a transform shows itself as its call", () => {
  const transform = T.compose([
    T.resize(64, {}),
    T.randomApply([T.hue(1 / 3)], { p: 0.1 }),
    T.lambda(function darker(image) {
      return image;
    }),
  ]);
  expect(String(transform)).toBe("compose([resize(64), randomApply([hue(0.3333)], { p: 0.1 }), lambda(darker)])");
  expect((transform as unknown as { [displaySymbol](): unknown })[displaySymbol]()).toEqual({ "text/plain": String(transform) });
});

test("what holds a function, or was made by hand, can't be described; an unknown name can't be revived", () => {
  const lambda = T.lambda((image) => image);
  const byHand: T.PixelTransform = { kind: "pixels", name: "invert", options: [], random: false, apply: (image) => image };
  for (const transform of [
    lambda,
    T.compose([T.invert(), lambda]),
    T.randomApply([T.randomOrder([lambda])]),
    byHand,
    T.compose([byHand]),
  ]) {
    expect(describeTransform(transform)).toBeUndefined();
  }
  expect(() => reviveTransform({ name: "toString", options: [] })).toThrow('Expected the name of a transform but got "toString"');
});

describe("compose", () => {
  const single = every.filter(({ kind }) => kind !== "several") as T.SingleTransform[];
  const bytesToBytes = fc.constantFrom(
    ...single.filter(
      (transform) => made(transform, noise(30, 30), 0)[0]?.values instanceof Uint8Array && !/crop|Crop|resize/.test(transform.name),
    ),
  );

  test("is associative: parts may be put together in any way", () =>
    fc.assert(
      fc.property(bytesToBytes, bytesToBytes, bytesToBytes, seeds, (a, b, c, seed) => {
        const image = noise(14, 11);
        const flat = made(T.compose([a, b, c]), image, seed);
        expect(made(T.compose([T.compose([a, b]), c]), image, seed)).toEqual(flat);
        expect(made(T.compose([a, T.compose([b, c])]), image, seed)).toEqual(flat);
        const random = new Random(seed);
        expect(c.apply(b.apply(a.apply(image, random), random), random)).toEqual(flat[0]);
      }),
      { numRuns: 40 },
    ));

  test("of nothing changes nothing", () => expect(T.compose([]).apply(noise(3, 4))).toEqual(noise(3, 4)));

  test("does what follows a transform that makes several pictures to each of them, one after the other", () => {
    const image = noise(12, 12);
    const random = new Random(7);
    const results = T.compose([T.fiveCrop(8), T.randomRotation(50), T.toTensor()]).apply(image, new Random(7));
    const wanted = T.fiveCrop(8)
      .apply(image)
      .map((crop) => T.toTensor().apply(T.randomRotation(50).apply(crop, random)));
    expect(results).toEqual(wanted);
  });

  test("says what is no transform", () => {
    expect(() => T.compose([T.invert] as never)).toThrow("Expected transforms but got the function invert at place 0: call it");
    expect(() => T.compose(T.invert() as never)).toThrow("Expected a list of transforms, such as [T.resize(64), T.toTensor()], but got");
  });
});

describe("chance", () => {
  const trials = 2000;
  const image = noise(8, 8);
  const shareOf = (transform: T.SingleTransform) => {
    const random = new Random("chance");
    const same = floats(image).values.join();
    let changed = 0;
    for (let trial = 0; trial < trials; trial++) if (transform.apply(image, random).values.join() !== same) changed++;
    return changed / trials;
  };

  test.each([
    [T.randomHorizontalFlip({ p: 0.2 }), 0.2],
    [T.randomVerticalFlip(), 0.5],
    [T.randomGrayscale(), 0.1],
    [T.randomApply([T.invert()], { p: 0.7 }), 0.7],
    [T.randomPerspective({ p: 1 }), 1],
    [T.randomHorizontalFlip({ p: 0 }), 0],
    [T.randomChoice([T.compose([]), T.invert()], { p: [3, 1] }), 0.25],
  ] as const)("%s changes a picture about as often as it says", (transform, p) => {
    const deviation = Math.sqrt((p * (1 - p)) / trials);
    expect(Math.abs(shareOf(transform) - p)).toBeLessThanOrEqual(5 * deviation + (p === 1 ? 0.01 : 0)); // a draw may move no corner
  });

  test("randomOrder goes through all orders", () => {
    const random = new Random(1);
    const orders: string[] = [];
    const marks = ["a", "b", "c"].map((mark) =>
      T.lambda((picture) => {
        orders.push(mark);
        return picture;
      }),
    );
    for (let trial = 0; trial < 60; trial++) T.randomOrder(marks).apply(image, random);
    const seen = new Set(Array.from({ length: 60 }, (_, trial) => orders.slice(3 * trial, 3 * trial + 3).join("")));
    expect(seen.size).toBe(6);
  });
});
