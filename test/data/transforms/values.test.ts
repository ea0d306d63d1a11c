import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { Image } from "../../../lib/data/image/image.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { floats, noise, pictures, seeds } from "./pictures.ts";

describe("bytes and floats", () => {
  test("toTensor and back is the same picture, by toImage and by convertImageDtype", () =>
    fc.assert(
      fc.property(pictures(), (image) => {
        const tensor = T.toTensor().apply(image);
        expect(tensor.values).toEqual(Float32Array.from(image.values, (value) => Math.fround(value * Math.fround(1 / 255))));
        expect(T.toImage().apply(tensor)).toEqual(image);
        expect(T.convertImageDtype("uint8").apply(T.convertImageDtype("float32").apply(image))).toEqual(image);
        expect(T.toTensor().apply(tensor)).toEqual(tensor);
      }),
      { numRuns: 25 },
    ));

  test("normalize takes mean and deviation away from bytes as from floats, and toImage brings them back", () =>
    fc.assert(
      fc.property(pictures(), (image) => {
        const options = image.channels === 3 ? {} : { mean: 0.3, std: [0.2] };
        const { mean, std } = image.channels === 3 ? T.imagenet : { mean: [0.3], std: [0.2] };
        const normal = T.normalize(options).apply(image);
        for (const [index, value] of normal.values.entries()) {
          const channel = index % image.channels;
          const wanted = ((image.values[index] as number) / 255 - (mean[channel] as number)) / (std[channel] as number);
          expect(Math.abs(value - wanted)).toBeLessThan(1e-5);
        }
        const fromFloats = T.compose([T.toTensor(), T.normalize(options)]).apply(image);
        expect(Math.max(...fromFloats.values.map((value, index) => Math.abs(value - (normal.values[index] as number))))).toBeLessThan(1e-5);
        expect(T.toImage({ mean, std }).apply(normal)).toEqual(image);
      }),
      { numRuns: 25 },
    ));

  test("floats beyond 0 … 1 are cut off as bytes", () => {
    const image = new Image({ values: Float32Array.of(-0.5, 0, 0.5, 1, 1.5, 0.998), height: 2, width: 3, channels: 1 });
    expect([...T.toImage().apply(image).values]).toEqual([0, 0, 128, 255, 255, 254]);
    expect([...T.convertImageDtype("uint8").apply(image).values]).toEqual([0, 0, 127, 255, 255, 255]);
  });

  test("says which numbers of channels and which deviations it can't use", () => {
    expect(() => T.normalize().apply(noise(2, 2, 1))).toThrow(
      "Expected normalize's mean to be one number, or one for each of the picture's channels (1), but got 3: the picture is grey;",
    );
    expect(() => T.normalize({ std: [1, 0, 1] })).toThrow("Expected std to hold positive numbers but got 0");
    expect(() => T.normalize({ mean: Number.NaN })).toThrow("Expected mean to hold finite numbers but got NaN");
    expect(() => T.convertImageDtype("int8" as never)).toThrow("Expected type to be one of float32, uint8");
  });

  test("colours of floats can't be changed: the message says what to do", () => {
    const image = T.toTensor().apply(noise(4, 4));
    for (const transform of [
      T.brightness(2),
      T.contrast(2),
      T.saturation(2),
      T.hue(0.1),
      T.sharpness(2),
      T.invert(),
      T.equalize(),
      T.posterize(2),
    ]) {
      expect(() => transform.apply(image)).toThrow(
        "Expected a picture of bytes 0 … 255 but got one of floats: put this transform before toTensor()",
      );
    }
  });
});

describe("colour", () => {
  test("grey has one channel, or three alike; floats and bytes agree", () =>
    fc.assert(
      fc.property(pictures(), (image) => {
        const one = T.grayscale().apply(image);
        const three = T.grayscale({ channels: 3 }).apply(image);
        expect([one.channels, three.channels]).toEqual([1, 3]);
        expect([...three.values]).toEqual(Array.from(one.values).flatMap((value) => [value, value, value]));
        const exact = T.grayscale().apply(floats(image));
        for (const [index, value] of exact.values.entries()) expect(Math.abs(value - (one.values[index] as number))).toBeLessThan(0.52);
      }),
      { numRuns: 20 },
    ));

  test("colorJitter with one change is that change; with none, nothing", () => {
    const image = noise(9, 9);
    expect(T.colorJitter({ brightness: [1.4, 1.4] }).apply(image)).toEqual(T.brightness(1.4).apply(image));
    expect(T.colorJitter({ contrast: [0.4, 0.4] }).apply(image)).toEqual(T.contrast(0.4).apply(image));
    expect(T.colorJitter({ saturation: [3, 3] }).apply(image)).toEqual(T.saturation(3).apply(image));
    expect(T.colorJitter({ hue: [-0.25, -0.25] }).apply(image)).toEqual(T.hue(-0.25).apply(image));
    expect(T.colorJitter().apply(image)).toEqual(image);
  });

  test("says what is wrong with factors, shifts, bits and thresholds", () => {
    expect(() => T.brightness(-1)).toThrow("Expected factor to be a number of 0 or more, 1 for no change, but got -1");
    expect(() => T.colorJitter({ contrast: -1 })).toThrow("Expected contrast to be 0 or more, or [low, high], but got -1");
    expect(() => T.colorJitter({ hue: 0.7 })).toThrow(
      "Expected hue to be [low, high], low ≤ high, both at least -0.5 and at most 0.5, but got [-0.7, 0.7]",
    );
    expect(() => T.hue(1)).toThrow("Expected shift to be a number between -0.5 and 0.5 but got 1");
    expect(() => T.posterize(0)).toThrow("Expected bits to be a whole number between 1 and 8 but got 0");
    expect(() => T.solarize(300)).toThrow("Expected threshold to be a number between 0 and 256 but got 300");
    expect(() => T.grayscale({ channels: 2 as never })).toThrow("Expected channels to be one of 1, 3 but got 2");
  });
});

describe("gaussianBlur", () => {
  test("keeps a picture of one colour, and blurs floats as bytes", () => {
    const flat = new Image({ values: new Uint8Array(12 * 9 * 3).fill(77), height: 12, width: 9, channels: 3 });
    expect(T.gaussianBlur(7, { sigma: 3 }).apply(flat)).toEqual(flat);
    const image = noise(12, 9);
    const bytes = T.gaussianBlur(5, { sigma: 1 }).apply(image);
    const exact = T.gaussianBlur(5, { sigma: 1 }).apply(floats(image));
    for (const [index, value] of exact.values.entries()) expect(Math.abs(value - (bytes.values[index] as number))).toBeLessThan(0.5001);
  });

  test("says what is wrong with the kernel, and with a picture that it does not fit", () => {
    expect(() => T.gaussianBlur(4)).toThrow("Expected kernelSize to be a positive odd number, so that it has a middle, but got 4: try 5");
    expect(() => T.gaussianBlur(3, { sigma: 0 })).toThrow("Expected sigma to be [low, high]");
    expect(() => T.gaussianBlur(9).apply(noise(20, 4))).toThrow(
      "Expected a picture of more than 4 pixels a side for a kernel of 9 but got 20 × 4",
    );
  });
});

describe("randomErasing", () => {
  test("covers one box whose area lies in the range, with the value", () => {
    const random = new Random("boxes");
    const image = new Image({ values: new Float32Array(50 * 60).fill(2), height: 50, width: 60, channels: 1 });
    for (let trial = 0; trial < 60; trial++) {
      const { values } = T.randomErasing({ p: 1, scale: [0.1, 0.2], value: 9 }).apply(image, random);
      const places = Array.from(values.keys()).filter((index) => values[index] === 9);
      const rows = new Set(places.map((index) => Math.floor(index / 60)));
      const columns = new Set(places.map((index) => index % 60));
      expect(places.length).toBe(rows.size * columns.size);
      expect(places.length / 3000).toBeGreaterThan(0.09);
      expect(places.length / 3000).toBeLessThan(0.215);
      expect(values.filter((value) => value === 2).length).toBe(3000 - places.length);
    }
  });

  test("gives floats whether it covers or not", () => {
    const image = noise(20, 20);
    expect(T.randomErasing({ p: 0 }).apply(image)).toEqual(T.toTensor().apply(image));
    expect(T.randomErasing({ p: 1 }).apply(image).values).toBeInstanceOf(Float32Array);
  });

  test("noise has mean 0 and deviation 1", () => {
    const image = new Image({ values: new Float32Array(64 * 64 * 3), height: 64, width: 64, channels: 3 });
    const { values } = T.randomErasing({ p: 1, scale: [0.3, 0.3], ratio: [1, 1], value: "random" }).apply(image, new Random(2));
    const covered = Array.from(values).filter((value) => value !== 0);
    const mean = covered.reduce((sum, value) => sum + value, 0) / covered.length;
    const variance = covered.reduce((sum, value) => sum + (value - mean) ** 2, 0) / covered.length;
    expect(covered.length).toBe(35 * 35 * 3);
    expect(Math.abs(mean)).toBeLessThan(0.08);
    expect(Math.abs(variance - 1)).toBeLessThan(0.12);
  });
});

describe("linearTransformation", () => {
  test("multiplies what is above the mean with the matrix", () => {
    const image = new Image({ values: Float32Array.of(1, 2, 3), height: 1, width: 1, channels: 3 });
    const transform = T.linearTransformation(
      [
        [1, 0, 2],
        [0, 3, 0],
        [0, 0, 1],
      ],
      [0, 1, 1],
    );
    expect([...transform.apply(image).values]).toEqual([1, 3, 4]); // [1, 1, 2] · matrix
  });

  test("says which sizes don't fit", () => {
    expect(() => T.linearTransformation([[1, 2]], [1])).toThrow("Expected a matrix of 1 × 1 values, for the mean has 1, but got 2 values");
    expect(() => T.linearTransformation(new Float32Array(9), [1, 1, 1]).apply(noise(2, 2))).toThrow(
      "Expected a picture of 3 values, for that is the matrix's size, but got 12, [2, 2, 3]: resize it before.",
    );
  });
});

describe("lambda", () => {
  test("does one's own work, with the draws of the seed", () => {
    const darker = T.lambda((image, random) => new Image({ ...image, values: image.pixels.map((value) => value * random.uniform()) }));
    const image = noise(5, 5);
    expect(darker.apply(image, new Random(1))).toEqual(darker.apply(image, new Random(1)));
    expect(darker.apply(image, new Random(1))).not.toEqual(darker.apply(image, new Random(2)));
  });

  test("says what it must be given and must return", () => {
    expect(() => T.lambda(3 as never)).toThrow("Expected a function from a picture to a picture but got 3");
    expect(() => T.lambda((image) => image.values as never).apply(noise(2, 2))).toThrow(
      "Expected the function of lambda(…) to return an Image but got a value of type Uint8Array: return new Image({",
    );
  });
});

describe("lists of transforms", () => {
  test("say what is wrong with weights and with transforms that make several pictures", () => {
    expect(() => T.randomChoice([])).toThrow("Expected at least one transform to choose from but got none");
    expect(() => T.randomChoice([T.invert()], { p: [1, 2] })).toThrow("Expected p to be 1 numbers, one a transform");
    expect(() => T.randomChoice([T.invert()], { p: [0] })).toThrow("none below 0 and not all 0, but got [0]");
    expect(() => T.randomApply([T.fiveCrop(2) as never])).toThrow(
      "Expected transforms that make one picture of one in randomApply but got fiveCrop",
    );
    expect(() => T.randomApply([], { p: 2 })).toThrow("Expected p to be a number between 0 and 1 but got 2");
  });

  test("what is no picture is named, with the mend", () => {
    expect(() => T.invert().apply(new Uint8Array(3) as never)).toThrow(
      "Expected a picture of the class Image but got a value of type Uint8Array: new Image(",
    );
    expect(() => T.resize(3).apply({ image: noise(2, 2), id: "a" } as never)).toThrow("this one holds its picture in .image");
  });
});

describe("randAugment", () => {
  test("of strength 0 does nothing but what has no strength", () =>
    fc.assert(
      fc.property(seeds, (seed) => {
        const image = noise(12, 12);
        const made = T.randAugment({ numOps: 1, magnitude: 0 }).apply(image, new Random(seed));
        const without = [image, T.autocontrast().apply(image), T.equalize().apply(image), T.solarize(255).apply(image)];
        expect(without.map(({ values }) => values.join())).toContain(made.values.join());
      }),
      { numRuns: 60 },
    ));

  test("changes more the stronger it is", () => {
    const image = T.gaussianBlur(9, { sigma: 3 }).apply(noise(24, 24));
    const change = (magnitude: number) => {
      const random = new Random("strength");
      let sum = 0;
      for (let trial = 0; trial < 300; trial++) {
        const made = T.randAugment({ magnitude }).apply(image, random);
        sum += Array.from(made.values).reduce((total, value, index) => total + Math.abs(value - (image.values[index] as number)), 0);
      }
      return sum / 300 / image.values.length;
    };
    const [weak, middle, strong] = [change(2), change(12), change(28)] as const;
    expect(weak).toBeLessThan(middle);
    expect(middle).toBeLessThan(strong);
  });

  test("says which strengths there are", () =>
    expect(() => T.randAugment({ magnitude: 31 })).toThrow("Expected magnitude to be a whole number between 0 and 30 but got 31"));
});
