import type { Random } from "../../base/index.ts";
import type { Light } from "./light.ts";

/** What the camera does to a picture. */
export interface Exposure {
  /** Deviation of the sensor's noise, in levels of 0 … 255. */
  readonly noise: number;
  /** How much darker the corners are, 0 … 1. */
  readonly vignette: number;
  readonly contrast: number;
  readonly brightness: number;
  /** 1 keeps the colours, 0 makes all grey. */
  readonly saturation: number;
  /** Where the infrared flash hits, as parts of width and height; none by day. */
  readonly flash?: readonly [number, number];
}

export function drawExposure(random: Random, light: Light): Exposure {
  const night = light.name === "night";
  return {
    noise: night ? random.uniform(4, 9) : random.uniform(1.5, 5),
    vignette: random.uniform(0.05, 0.3),
    contrast: random.uniform(0.8, 1.14),
    brightness: random.uniform(0.92, 1.22),
    saturation: night ? 0 : random.uniform(0.45, 1.05),
    ...(night && { flash: [random.uniform(0.35, 0.65), random.uniform(0.45, 0.7)] as const }),
  };
}

/**
 * Exposes a rendered scene, in place: the light's tint, contrast, fewer colours, the flash at night, dark corners, noise.
 *
 * @param pixels red, green and blue of each pixel, `[height, width, 3]`
 */
export function expose(
  pixels: Uint8Array,
  {
    width,
    light,
    exposure,
    random,
  }: { readonly width: number; readonly light: Light; readonly exposure: Exposure; readonly random: Random },
): void {
  const height = pixels.length / 3 / width;
  const { noise, vignette, contrast, brightness, saturation, flash } = exposure;
  const [redTint, greenTint, blueTint] = light.tint;
  // Differences of two bytes are quicker than normal numbers, and as good for noise.
  const grain = (noise * Math.sqrt(6)) / 256;
  // The same noise in all channels, and a little of their own: a sensor's noise is stronger in brightness than in colour.
  const ownGrain = saturation > 0 ? 0.4 * grain : 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const u = x / width;
      const v = y / height;
      let gain = brightness * (1 - vignette * 2 * ((u - 0.5) ** 2 + (v - 0.5) ** 2));
      if (flash) gain *= 0.34 + 1.1 * Math.exp(-((u - flash[0]) ** 2 + (v - flash[1]) ** 2) / 0.16);
      const red = (pixels[at] ?? 0) * redTint;
      const green = (pixels[at + 1] ?? 0) * greenTint;
      const blue = (pixels[at + 2] ?? 0) * blueTint;
      const grey = 0.299 * red + 0.587 * green + 0.114 * blue; // luma weights of ITU-R BT.601
      const one = random.bits();
      const other = random.bits();
      // What a channel adds to its own colour, once contrast has spread it around the middle.
      const base = (grey * (1 - saturation) * gain - 128) * contrast + 128 + lowBytes(one) * grain;
      const share = saturation * gain * contrast;
      pixels[at] = level(base + red * share + highBytes(one) * ownGrain);
      pixels[at + 1] = level(base + green * share + lowBytes(other) * ownGrain);
      pixels[at + 2] = level(base + blue * share + highBytes(other) * ownGrain);
    }
  }
}

/** A random number around 0, −255 … 255, from the lower half of a word. */
const lowBytes = (word: number): number => (word & 255) - ((word >>> 8) & 255);
/** The same from its upper half. */
const highBytes = (word: number): number => ((word >>> 16) & 255) - (word >>> 24);

const level = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));
