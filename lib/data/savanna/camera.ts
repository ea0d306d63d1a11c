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
  /** Where the infrared flash hits, as parts of the side; none by day. */
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
 * @param pixels red, green and blue of each pixel, `[size, size, 3]`
 */
export function expose(
  pixels: Uint8Array,
  { light, exposure, random }: { readonly light: Light; readonly exposure: Exposure; readonly random: Random },
): void {
  const size = Math.round(Math.sqrt(pixels.length / 3));
  const { noise, vignette, contrast, brightness, saturation, flash } = exposure;
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 3) {
      const [u, v] = [x / size, y / size];
      let gain = brightness * (1 - vignette * 2 * ((u - 0.5) ** 2 + (v - 0.5) ** 2));
      if (flash) gain *= 0.34 + 1.1 * Math.exp(-((u - flash[0]) ** 2 + (v - flash[1]) ** 2) / 0.16);
      const red = (pixels[at] ?? 0) * light.tint[0];
      const green = (pixels[at + 1] ?? 0) * light.tint[1];
      const blue = (pixels[at + 2] ?? 0) * light.tint[2];
      const grey = 0.299 * red + 0.587 * green + 0.114 * blue; // luma weights of ITU-R BT.601
      const tone = (value: number, grain: number): number =>
        Math.round(Math.min(255, Math.max(0, ((grey + (value - grey) * saturation) * gain - 128) * contrast + 128 + grain)));
      // The same noise in all channels, and a little of their own: a sensor's noise is stronger in brightness than in colour.
      const [shared, ownRed] = grains(random, noise);
      const [ownGreen, ownBlue] = grains(random, noise);
      const own = saturation > 0 ? 0.4 : 0;
      pixels[at] = tone(red, shared + own * ownRed);
      pixels[at + 1] = tone(green, shared + own * ownGreen);
      pixels[at + 2] = tone(blue, shared + own * ownBlue);
    }
  }
}

/** Two random numbers around 0, from the four bytes of one word: differences of two bytes are quicker than normal numbers, and as good for noise. */
function grains(random: Random, deviation: number): [number, number] {
  const word = random.bits();
  const unit = (deviation * Math.sqrt(6)) / 256;
  return [((word & 255) - ((word >>> 8) & 255)) * unit, (((word >>> 16) & 255) - (word >>> 24)) * unit];
}

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
  " ": "000000000000000",
};

/** The strip with date and time that a camera trap prints below its pictures, as SVG; some cameras print none. */
export function infoStrip(random: Random, light: Light): string {
  const [from, to] = light.hours;
  const minutes = Math.floor(random.uniform(from, to) * 60) % (24 * 60);
  const two = (value: number): string => String(value).padStart(2, "0");
  const text = `20${two(10 + random.integer(4))}-${two(1 + random.integer(12))}-${two(1 + random.integer(28))} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  if (random.uniform() < 0.3) return "";
  const dot = 0.62;
  const dots = [...text].flatMap((character, place) =>
    [...(digits[character] ?? "")].flatMap((on, index) =>
      on === "1"
        ? [`M${(2 + (place * 4 + (index % 3)) * dot).toFixed(2)} ${(95.9 + Math.floor(index / 3) * dot).toFixed(2)}h${dot}v${dot}h-${dot}z`]
        : [],
    ),
  );
  return `<rect y="95" width="100" height="5" fill="#101010"/><path d="${dots.join("")}" fill="#e8e8e8"/>`;
}
