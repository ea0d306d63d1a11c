import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { drawPicture, species } from "../../../lib/data/savanna/index.ts";
import { speciesOf } from "../../../lib/data/savanna/picture.ts";

test("the same seed and place give the same bytes, another seed or place others", async () => {
  const [one, again, otherPlace, otherSeed] = await Promise.all([
    drawPicture("a", 7),
    drawPicture("a", 7),
    drawPicture("a", 8),
    drawPicture("b", 7),
  ]);
  expect(one).toEqual(again);
  expect(Buffer.compare(one.jpeg, otherPlace.jpeg)).not.toBe(0);
  expect(Buffer.compare(one.jpeg, otherSeed.jpeg)).not.toBe(0);
});

test("a picture is a JPEG of the asked size without metadata", async () => {
  const { jpeg, species: label } = await drawPicture("a", 0, { size: 64 });
  const facts = await sharp(jpeg).metadata();
  expect(facts).toMatchObject({ format: "jpeg", width: 64, height: 64, channels: 3 });
  expect([facts.exif, facts.icc, facts.xmp, facts.iptc]).toEqual([undefined, undefined, undefined, undefined]);
  expect(label).toBe(speciesOf("a", 0));
});

test("each block of 40 pictures has ten of each species, in an order that the seed decides", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), (seed, block) => {
      const labels = Array.from({ length: 40 }, (_, place) => speciesOf(seed, block * 40 + place));
      expect(species.map((_, label) => labels.filter((other) => other === label).length)).toEqual([10, 10, 10, 10]);
    }),
  );
  const order = (seed: string): number[] => Array.from({ length: 400 }, (_, place) => speciesOf(seed, place));
  // Of two orders that have nothing to do with each other a quarter agrees by chance: 100 of 400, deviation 8.7.
  const same = order("one").filter((label, place) => label === order("two")[place]).length;
  expect(Math.abs(same - 100)).toBeLessThan(45);
});

test("many different pictures can be drawn, by day and by night", async () => {
  const drawn = await Promise.all(Array.from({ length: 24 }, (_, index) => drawPicture("many", index, { size: 32 })));
  const isGrey = await Promise.all(
    drawn.map(async ({ jpeg }) => {
      const { channels } = await sharp(jpeg).stats();
      const means = channels.map(({ mean }) => mean);
      return Math.max(...means) - Math.min(...means) < 1.5;
    }),
  );
  expect(isGrey.filter(Boolean).length).toBeGreaterThan(0);
  expect(isGrey.filter(Boolean).length).toBeLessThan(16);
});

test("says what it expected of place and size", async () => {
  await expect(drawPicture("a", -1)).rejects.toThrow("Expected index to be a whole number from 0 up but got -1");
  await expect(drawPicture("a", 0, { size: 0 })).rejects.toThrow("Expected size to be a positive integer but got 0");
});

test("the mean colour of a picture does not tell its species", async () => {
  const drawn = await Promise.all(
    Array.from({ length: 240 }, async (_, index) => {
      const { jpeg, species: label } = await drawPicture("colours", index, { size: 24 });
      const { channels } = await sharp(jpeg).stats();
      return { label, means: channels.map(({ mean }) => mean) };
    }),
  );
  const [known, unknown] = [drawn.slice(0, 120), drawn.slice(120)];
  const centres = species.map((_, label) => {
    const own = known.filter((picture) => picture.label === label);
    return [0, 1, 2].map((channel) => own.reduce((sum, { means }) => sum + (means[channel] ?? 0), 0) / own.length);
  });
  const distance = (one: readonly number[], other: readonly number[]): number =>
    Math.hypot(...one.map((value, channel) => value - (other[channel] ?? 0)));
  const nearest = (means: readonly number[]): number => {
    const distances = centres.map((centre) => distance(means, centre));
    return distances.indexOf(Math.min(...distances));
  };
  const right = unknown.filter(({ label, means }) => nearest(means) === label).length / unknown.length;
  expect(right).toBeLessThan(0.45); // by chance: 0.25
});
