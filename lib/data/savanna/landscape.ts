import type { Random } from "../../base/index.ts";
import { brighten, type Colour, css, mix } from "./colour.ts";
import type { Light } from "./light.ts";
import { ellipse, filled, limb, type Point, polygon } from "./shape.ts";

/** A place for the animals. All lengths are percent of the picture's height, from the top left corner. */
export interface Landscape {
  /** How wide the picture is: 100 where it is square. */
  readonly width: number;
  /** Height of the horizon. */
  readonly horizon: number;
  readonly ground: Colour;
  /** What lies behind the animal, as SVG. */
  readonly background: string;
  /** Grass, and what else stands before an animal whose feet are at `feet`. */
  foreground(feet: number): string;
}

/** Grass dry, fresh, burnt; red earth; dust; sand: none belongs to a species. */
const grounds: readonly Colour[] = [
  [196, 168, 104],
  [168, 158, 92],
  [128, 138, 74],
  [172, 116, 76],
  [150, 138, 122],
  [206, 188, 148],
  [118, 104, 84],
];

/** What a landscape is drawn from. */
export interface Whereabouts {
  /** Decides what stays while the camera stands there: hills, trees, rocks, the colour of the ground. */
  readonly place: Random;
  /** Decides what is otherwise each time: clouds and grass. */
  readonly moment: Random;
  readonly light: Light;
  readonly width: number;
}

/** The same place gives the same landscape, at another moment in another light. */
export function drawLandscape({ place, moment, light, width }: Whereabouts): Landscape {
  const horizon = place.uniform(26, 52);
  const ground = brighten(mix(place.pick(grounds), place.pick(grounds), place.uniform(0, 0.5)), place.uniform(0.85, 1.1));
  const leaves: Colour = mix([92, 110, 58], ground, place.uniform(0, 0.5));
  const land = { horizon, ground, width };
  const background = [
    `<rect width="${width}" height="${horizon + 1}" fill="url(#sky)"/>`,
    clouds(moment, light, land),
    hills(place, mix(light.sky[1], mix(ground, [90, 100, 120], 0.5), place.uniform(0.35, 0.7)), land),
    `<rect y="${horizon.toFixed(1)}" width="${width}" height="${(100 - horizon).toFixed(1)}" fill="url(#ground)"/>`,
    trees(place, mix(leaves, light.sky[1], 0.35), land),
    spots(place, land),
    things(place, land),
    tufts(moment, land, { from: horizon + 1, to: 96, count: 70 }),
  ].join("");
  const hiding = near(place, mix(leaves, ground, 0.3), land);
  return { ...land, background, foreground: (feet) => tufts(moment, land, { from: feet - 1, to: feet + 4, count: 34 }) + hiding };
}

/** What the parts of a landscape have in common. */
type Land = Pick<Landscape, "horizon" | "ground" | "width">;

/** The gradients that a landscape and its animals are painted with. */
export function gradients(light: Light, { ground, horizon }: Land): string {
  const stops = (colours: readonly Colour[]): string =>
    colours.map((colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${css(colour)}"/>`).join("");
  const far = mix(ground, light.sky[1], 0.4);
  return [
    `<linearGradient id="sky" x2="0" y2="1">${stops(light.sky)}</linearGradient>`,
    `<linearGradient id="ground" x2="0" y2="1">${stops([far, ground, brighten(ground, horizon > 40 ? 0.8 : 0.7)])}</linearGradient>`,
    `<radialGradient id="shadow"><stop offset="0.35"/><stop offset="1" stop-opacity="0"/></radialGradient>`,
    // Light from above: backs are bright, bellies dark.
    `<linearGradient id="shade" x2="0" y2="1"><stop offset="0.3" stop-color="#fff" stop-opacity="0.22"/><stop offset="0.6" stop-color="#fff" stop-opacity="0"/><stop offset="1" stop-color="#000" stop-opacity="0.55"/></linearGradient>`,
  ].join("");
}

function clouds(random: Random, light: Light, { horizon, width }: Land): string {
  if (light.name === "night") return "";
  return Array.from({ length: random.integer(4) }, () => {
    const [x, y, size] = [random.uniform(0, width), random.uniform(4, horizon * 0.6), random.uniform(6, 14)];
    const puffs = [-1, -0.4, 0.2, 0.9].map((at) =>
      ellipse([x + at * size, -y], size * random.uniform(0.5, 0.8), size * random.uniform(0.14, 0.24)),
    );
    return filled(puffs.join(""), css(brighten(light.sky[1], 1.1)), random.uniform(0.3, 0.7));
  }).join("");
}

function hills(random: Random, colour: Colour, { horizon, width }: Land): string {
  const height = random.uniform(0, 9);
  const [phase, waves] = [random.uniform(0, 6), random.uniform(0.04, 0.12)];
  const ridge = Array.from({ length: 21 }, (_, step): Point => {
    const x = (step / 20) * width;
    return [x, -(horizon - height * (0.5 + 0.35 * Math.sin(phase + x * waves) + 0.15 * Math.sin(phase * 3 + x * waves * 2.7)))];
  });
  return filled(polygon([...ridge, [width, -horizon - 1], [0, -horizon - 1]]), css(colour));
}

/** Acacias: a thin trunk that forks, and a flat crown. Some stand far away, some near. */
function trees(random: Random, leaves: Colour, { horizon, width }: Land): string {
  return Array.from({ length: 1 + random.integer(5) }, () => {
    const near = random.uniform() ** 3;
    const [x, foot, size] = [random.uniform(-5, width + 5), horizon + 1 + near * 14, 5 + near * 34];
    const trunk: Colour = mix([78, 62, 50], leaves, 0.4 * (1 - near));
    const up = -(foot - size);
    const crown = [-0.7, -0.25, 0.25, 0.7].map((at) =>
      ellipse(
        [x + at * size * 0.75, up + random.uniform(-0.06, 0.08) * size],
        size * random.uniform(0.35, 0.5),
        size * random.uniform(0.12, 0.18),
      ),
    );
    const branches = [-0.45, 0.4].map((at) =>
      limb([
        [x, -foot + size * 0.45, size * 0.06],
        [x + at * size, up, size * 0.04],
      ]),
    );
    return [
      filled(
        limb([
          [x, -foot, size * 0.1],
          [x + size * 0.03, -foot + size * 0.5, size * 0.07],
        ]) + branches.join(""),
        css(trunk),
      ),
      filled(crown.join(""), css(brighten(leaves, 0.78))),
      filled(crown.join(""), css(brighten(leaves, 1.1)), 0.35),
    ].join("");
  }).join("");
}

/** Lighter and darker places on the ground. */
function spots(random: Random, { horizon, ground, width }: Land): string {
  return Array.from({ length: 16 }, () => {
    const depth = random.uniform();
    const y = horizon + depth * (100 - horizon);
    const shade = brighten(mix(ground, random.pick(grounds), 0.3), random.uniform(0.75, 1.2));
    return filled(
      ellipse([random.uniform(0, width), -y], random.uniform(4, 10) * (0.4 + depth), random.uniform(0.6, 1.6) * (0.4 + depth)),
      css(shade),
      0.5,
    );
  }).join("");
}

/** Termite mounds, rocks and dead wood, in the colours of animals, so that a colour tells nothing. */
function things(random: Random, { horizon, ground, width }: Land): string {
  const colours: readonly Colour[] = [[132, 124, 118], [184, 142, 92], [150, 96, 56], [212, 204, 192], [70, 60, 54], brighten(ground, 0.7)];
  return Array.from({ length: random.integer(5) }, () => {
    const depth = random.uniform(0.02, 0.8);
    const [x, y, size] = [random.uniform(0, width), horizon + depth * (96 - horizon), random.uniform(3, 11) * (0.35 + depth)];
    const colour = css(random.pick(colours));
    const shade = filled(ellipse([x, -y], size * 1.3, size * 0.25), "#000", 0.25);
    const kind = random.integer(3);
    if (kind === 0) {
      const mound = [
        [-1, 0],
        [-0.7, 0.9],
        [-0.25, 1.9],
        [0.15, 1.7],
        [0.5, 1.1],
        [0.9, 0.3],
        [1, 0],
      ] as const;
      return (
        shade + filled(polygon(mound.map(([dx, dy]): Point => [x + dx * size * 0.7, -y + dy * size * random.uniform(0.85, 1.15)])), colour)
      );
    }
    if (kind === 1) {
      const edge = Array.from({ length: 8 }, (_, step): Point => {
        const angle = (step / 7) * Math.PI;
        return [x + Math.cos(angle) * size * random.uniform(0.9, 1.2), -y + Math.sin(angle) * size * random.uniform(0.5, 0.8)];
      });
      return shade + filled(polygon(edge), colour);
    }
    return (
      shade +
      filled(
        limb([
          [x - size * 1.4, -y + 0.5, size * 0.3],
          [x, -y + size * 0.35, size * 0.26],
          [x + size * 1.5, -y + size * random.uniform(0.2, 1), size * 0.1],
        ]),
        colour,
      )
    );
  }).join("");
}

/** Blades of grass, taller the nearer they are. */
function tufts(
  random: Random,
  { ground, width }: Land,
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): string {
  const tones = [0.68, 0.85, 1.12, 1.25].map((factor) => ({ colour: css(brighten(mix(ground, [150, 150, 80], 0.25), factor)), path: "" }));
  const steps = Array.from({ length: Math.round((count * width) / 100) }, () => random.uniform()).sort((a, b) => a - b);
  for (const step of steps) {
    const y = from + step * (to - from);
    const size = 1.2 + (Math.max(0, y - 40) / 60) * 5;
    const [x, lean] = [random.uniform(-2, width + 2), random.uniform(-0.4, 0.4)];
    const tone = random.pick(tones);
    for (const side of [-0.5, 0, 0.5])
      tone.path += `M${x.toFixed(1)} ${y.toFixed(1)}l${((lean + side) * size * 0.6).toFixed(1)} ${(-size * random.uniform(0.6, 1.2)).toFixed(1)}`;
  }
  return tones
    .map(({ colour, path }) => `<path d="${path}" stroke="${colour}" stroke-width="0.55" fill="none" stroke-linecap="round"/>`)
    .join("");
}

/** What may hide a part of the animal: high grass, a bush, a trunk, leaves close to the lens. */
function near(random: Random, leaves: Colour, { horizon, width }: Land): string {
  const kind = random.uniform();
  if (kind < 0.3) {
    const blades = Array.from({ length: Math.round(width * 0.46) }, () => {
      const [x, height] = [random.uniform(-2, width + 2), random.uniform(8, 22)];
      return `M${x.toFixed(1)} 101q${random.uniform(-2, 2).toFixed(1)} ${(-height * 0.6).toFixed(1)} ${random.uniform(-5, 5).toFixed(1)} ${(-height).toFixed(1)}`;
    });
    return `<path d="${blades.join("")}" stroke="${css(brighten(leaves, 0.9))}" stroke-width="0.8" fill="none" stroke-linecap="round"/>`;
  }
  if (kind < 0.48) {
    const [x, foot, size] = [random.uniform(5, width - 5), random.uniform(horizon + 14, 94), random.uniform(7, 13)];
    const puffs = Array.from({ length: 9 }, () =>
      ellipse([x + random.uniform(-1.2, 1.2) * size, -foot + random.uniform(0, 0.9) * size], size * random.uniform(0.3, 0.5)),
    );
    return puffs.map((path) => filled(path, css(brighten(leaves, random.uniform(0.6, 1))))).join("");
  }
  if (kind < 0.56) {
    const [x, trunk] = [random.uniform(2, width - 2), random.uniform(4, 8)];
    return filled(
      limb([
        [x, -104, trunk * 1.3],
        [x + random.uniform(-3, 3), -50, trunk],
        [x + random.uniform(-6, 6), 5, trunk * 0.9],
      ]),
      css(mix([70, 56, 46], leaves, 0.2)),
    );
  }
  if (kind < 0.66) {
    const [x, y] = random.pick([
      [0, 0],
      [width, 0],
      [width, 100],
      [0, 100],
    ] as const);
    const leavesNear = Array.from({ length: 7 }, () =>
      ellipse([x + random.uniform(-18, 18), -(y + random.uniform(-18, 18))], random.uniform(4, 9), random.uniform(2, 5)),
    );
    return `<g filter="url(#near)" opacity="0.9">${filled(leavesNear.join(""), css(brighten(leaves, 0.7)))}</g>`;
  }
  return "";
}
