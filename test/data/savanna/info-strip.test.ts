import { expect, test } from "vitest";
import { Random } from "../../../lib/base/index.ts";
import { drawTime, printStrip } from "../../../lib/data/savanna/info-strip.ts";
import { drawLight } from "../../../lib/data/savanna/light.ts";

const [width, height] = [128, 96];

function printed(text: string): Uint8Array {
  const pixels = new Uint8Array(width * height * 3).fill(100); // [height, width, 3]
  printStrip(pixels, { width, text });
  return pixels;
}

test("a text stands bright on a dark strip below the picture, grey, and differs from another text", () => {
  const pixels = printed("2010-07-24 16:26");
  const rows = Array.from({ length: height }, (_, y) => pixels.subarray(y * width * 3, (y + 1) * width * 3));
  const strip = rows.findIndex((row) => row.some((value) => value !== 100));
  expect(strip).toBeGreaterThan(height * 0.9);
  const below = pixels.subarray(strip * width * 3);
  expect(Math.max(...below)).toBeGreaterThan(150);
  expect(Math.min(...below)).toBeLessThan(30);
  for (let at = 0; at < below.length; at += 3) expect([below[at + 1], below[at + 2]]).toEqual([below[at], below[at]]);
  expect(Buffer.compare(pixels, printed("2010-07-24 16:27"))).not.toBe(0);
});

test("the time fits the light: nobody photographs the night at noon", () => {
  for (let seed = 0; seed < 200; seed++) {
    const light = drawLight(new Random(seed));
    const [hour = 0, minute = 0] = drawTime(new Random(seed), light).split(":").map(Number);
    const [from, to] = light.hours;
    const time = hour + minute / 60;
    const after = time < from - 1 / 60 ? time + 24 : time;
    expect(after).toBeGreaterThanOrEqual(from - 1 / 60);
    expect(after).toBeLessThanOrEqual(to);
  }
});
