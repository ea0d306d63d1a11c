import sharp from "sharp";
import { expect, test } from "vitest";
import { drawFrame } from "../../../../lib/data/savanna/camera-traps/capture-picture.ts";
import { type Capture, planCaptures } from "../../../../lib/data/savanna/camera-traps/captures.ts";

const captures = planCaptures("bursts", 40);

const pixelsOf = async (capture: Capture, frame: number): Promise<Uint8Array> =>
  await sharp(await drawFrame("bursts", capture, frame))
    .blur(1) // away with the noise of the sensor
    .raw()
    .toBuffer();

function difference(one: Uint8Array, other: Uint8Array): number {
  return one.reduce((sum, value, index) => sum + Math.abs(value - (other[index] ?? 0)), 0) / one.length;
}

test("the pictures of a burst show the same moment a little later: a split that tears it apart gives away what is tested on", async () => {
  const bursts = captures.filter(
    ({ species, frames, animals }) => species.length === 1 && species[0] !== "human" && frames === 3 && animals === 1,
  );
  const drawn = await Promise.all(
    bursts.slice(0, 8).map(async (capture) => ({ first: await pixelsOf(capture, 0), last: await pixelsOf(capture, 2) })),
  );
  const within = drawn.map(({ first, last }) => difference(first, last));
  const across = drawn.flatMap(({ first }, index) => drawn.slice(index + 1).map((other) => difference(first, other.last)));
  expect(Math.min(...within)).toBeGreaterThan(0);
  expect(Math.max(...within)).toBeLessThan(Math.min(...across));
});

test("draws herds, two species and empty landscapes, too", async () => {
  const kinds = [
    captures.find(({ animals }) => animals > 4),
    captures.find(({ species }) => species.length === 2),
    captures.find(({ species }) => species.length === 0),
  ];
  for (const capture of kinds) {
    expect(capture).toBeDefined();
    if (!capture) continue;
    expect(await sharp(await drawFrame("bursts", capture, 0)).metadata()).toMatchObject({ format: "jpeg", width: 128, height: 96 });
  }
});
