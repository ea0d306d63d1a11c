import type { Random } from "../../base/index.ts";
import { brighten, type Colour, mix } from "./colour.ts";

/** The time of day of a picture, and what it does to colours. */
export interface Light {
  readonly name: "morning" | "day" | "cloudy" | "evening" | "night";
  /** Hours in which it is so, from and to; above 24 after midnight. */
  readonly hours: readonly [number, number];
  /** The sky's colours at the top and at the horizon. */
  readonly sky: readonly [Colour, Colour];
  /** What everything is multiplied with. */
  readonly tint: Colour;
  /** How dark a shadow on the ground is, 0 … 1. */
  readonly shadow: number;
}

const lights: readonly (Light & { readonly weight: number })[] = [
  {
    name: "day",
    weight: 6,
    hours: [9, 16],
    sky: [
      [92, 150, 214],
      [196, 218, 230],
    ],
    tint: [1, 1, 1],
    shadow: 0.4,
  },
  {
    name: "cloudy",
    weight: 4,
    hours: [8, 17],
    sky: [
      [150, 160, 172],
      [206, 208, 206],
    ],
    tint: [0.86, 0.9, 0.94],
    shadow: 0.18,
  },
  {
    name: "morning",
    weight: 3,
    hours: [5.8, 7.5],
    sky: [
      [128, 152, 196],
      [248, 214, 176],
    ],
    tint: [1.04, 0.94, 0.82],
    shadow: 0.3,
  },
  {
    name: "evening",
    weight: 3,
    hours: [17.3, 18.8],
    sky: [
      [104, 92, 136],
      [250, 164, 92],
    ],
    tint: [1.02, 0.8, 0.62],
    shadow: 0.3,
  },
  {
    name: "night",
    weight: 5,
    hours: [19.5, 29],
    sky: [
      [16, 16, 18],
      [30, 30, 32],
    ],
    tint: [0.78, 0.78, 0.78],
    shadow: 0.3,
  },
];

/** Each light as often as its weight says. */
const weighted = lights.flatMap((light) => Array.from({ length: light.weight }, () => light));

/** One of the times of day, its sky a little different each time. */
export function drawLight(random: Random): Light {
  const light = random.pick(weighted);
  const vary = (colour: Colour): Colour =>
    brighten(mix(colour, [190, 190, 190], random.uniform(0, light.name === "night" ? 0.02 : 0.3)), random.uniform(0.9, 1.08));
  return { ...light, sky: [vary(light.sky[0]), vary(light.sky[1])] };
}
