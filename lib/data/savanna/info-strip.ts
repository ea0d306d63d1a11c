import type { Random } from "../../base/index.ts";
import type { Light } from "./light.ts";

/** Digits of 3 × 5 dots, row by row: no font is needed, so the picture is the same on every machine. */
const digits: Readonly<Record<string, string>> = {
  "0": "111101101101111",
  "1": "010110010010111",
  "2": "111001111100111",
  "3": "111001111001111",
  "4": "101101111001001",
  "5": "111100111001111",
  "6": "111100111101111",
  "7": "111001010010010",
  "8": "111101111101111",
  "9": "111101111001111",
  ":": "000010000010000",
  "-": "000000111000000",
};
/** Parts of the picture's height that the strip and one of its dots take. */
const [stripHeight, dotHeight] = [0.05, 0.0062];
const [dark, bright] = [16, 232];

/** Prints date and time below a picture, as camera traps do, in place. @param pixels `[height, width, 3]` */
export function printStrip(pixels: Uint8Array, { width, text }: { readonly width: number; readonly text: string }): void {
  const height = pixels.length / 3 / width;
  const top = Math.round(height * (1 - stripHeight));
  pixels.fill(dark, top * width * 3);
  const dot = Math.max(height * dotHeight, 0.7); // small pictures print a text that one can just see
  const from = Math.round(2 * dot);
  // Each pixel is as bright as the part of it that dots cover: four probes a pixel and axis.
  const probes = [0.125, 0.375, 0.625, 0.875];
  for (let y = top; y < height; y++) {
    for (let x = from; x < Math.min(width, from + text.length * 4 * dot); x++) {
      let covered = 0;
      for (const dy of probes) for (const dx of probes) covered += isDot(text, (x - from + dx) / dot, (y - top + dy) / dot - 1.4);
      pixels.fill(Math.round(dark + ((bright - dark) * covered) / probes.length ** 2), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
}

/** 1 where the text has a dot, else 0; characters are 4 dots apart. */
function isDot(text: string, across: number, down: number): 0 | 1 {
  const [column, row] = [Math.floor(across), Math.floor(down)];
  if (row < 0 || row > 4 || column % 4 === 3) return 0;
  return digits[text[column >> 2] ?? ""]?.[row * 3 + (column % 4)] === "1" ? 1 : 0;
}

/** A date and a time of day at which it is so light. */
export function drawTimestamp(random: Random, light: Light): string {
  const year = 2010 + random.integer(4);
  return `${year}-${two(1 + random.integer(12))}-${two(1 + random.integer(28))} ${drawTime(random, light)}`;
}

/** A time of day at which it is so light, as `16:26`. */
export function drawTime(random: Random, { hours: [from, to] }: Light): string {
  const minutes = Math.floor(random.uniform(from, to) * 60) % (24 * 60);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

const two = (value: number): string => String(value).padStart(2, "0");
