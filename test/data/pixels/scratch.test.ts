import { expect, test } from "vitest";
import { Image } from "../../../lib/data/image/image.ts";
import { allocate, runSteps } from "../../../lib/data/pixels/index.ts";
import { noise } from "./pictures.ts";

test("gives exactly as many bytes as asked for", () => {
  expect([1, 17, 150_528].map((bytes) => allocate(bytes).length)).toEqual([1, 17, 150_528]);
});

test("a decoded picture outlives the work on others, even where that needs more memory", () => {
  const { values } = noise(30, 30, 3);
  const scratch = allocate(values.length);
  scratch.set(values);
  const decoded = new Image({ values: scratch, height: 30, width: 30, channels: 3 });
  const large = new Image({ values: new Uint8Array(4000 * 4000), height: 4000, width: 4000, channels: 1 });
  for (const other of [noise(50, 50, 3), large]) {
    runSteps(other, [{ kind: "resize", height: 20, width: 20 }]);
    expect(decoded.values).toEqual(values);
  }
  const steps = [{ kind: "flip", direction: "vertical" }] as const;
  expect(runSteps(decoded, steps)).toEqual(runSteps(noise(30, 30, 3), steps));
});

test("what a giant picture took is given back when small ones follow", () => {
  const giant = allocate(300_000_000); // never touched, so that it is no memory yet
  expect(giant.buffer.byteLength).toBeGreaterThan(300_000_000);
  expect(allocate(1000).buffer.byteLength).toBeLessThan(10_000_000);
});
