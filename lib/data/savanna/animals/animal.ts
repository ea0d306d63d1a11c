import type { Random } from "../../../base/index.ts";
import { brighten, type Colour, css, mix } from "../colour.ts";
import { filled, type Joint, limb } from "../shape.ts";

/** How an animal stands: drawn from the side, looking to the right. */
export interface Pose {
  /** Where in a step it is, as an angle. */
  readonly step: number;
  /** How far its legs swing, in degrees. */
  readonly stride: number;
  /** 0: it holds its head up; 1: it feeds on the ground. */
  readonly lowered: number;
}

/** One animal as shapes, its feet on the ground at height 0. */
export interface Animal {
  /** Height of its highest point with the head up. */
  readonly height: number;
  /** From the tail to the nose. */
  readonly length: number;
  readonly coat: Colour;
  /** Paths behind the body: the legs of the far side. */
  readonly far: readonly string[];
  /** Paths that together are its body. */
  readonly body: readonly string[];
  /** SVG that lies on the body and nowhere else: stripes, patches. */
  readonly pattern?: string;
  /** SVG behind the body: a tail, a mane. */
  readonly behind?: string;
  /** SVG before the body: ears, eyes, tusks. */
  readonly details?: string;
}

/** Draws one kind of animal; each one looks a little different. */
export type Species = (random: Random, pose: Pose) => Animal;

/** A leg from the hip to the foot; `phase` (an angle) says where in a step it is against the others. */
export function leg(
  [x, hip]: readonly [number, number],
  thicknesses: readonly [number, number, number],
  { step, stride }: Pose,
  phase: number,
): string {
  const [top, knee, foot] = thicknesses;
  const swing = (stride * Math.sin(step + phase) * Math.PI) / 180;
  const bend = (stride * 0.7 * Math.max(0, Math.cos(step + phase)) * Math.PI) / 180;
  const kneeX = x + Math.sin(swing) * hip * 0.5;
  const footX = kneeX + Math.sin(swing - bend) * hip * 0.45;
  const lift = (1 - Math.cos(bend)) * hip * 0.45;
  const joints: Joint[] = [
    [x, hip, top],
    [(x + kneeX) / 2, hip * 0.72, (top + knee) / 2],
    [kneeX, hip * 0.48, knee],
    [(kneeX + footX) / 2, hip * 0.22 + lift, foot],
    [footX, foot * 0.5 + lift, foot * 1.15],
  ];
  return limb(joints);
}

/**
 * The SVG of an animal, in its own units: height upwards is negative, as SVG counts.
 *
 * @param name unique in the picture
 * @param air the colour of the air between animal and camera, and how much of it there is (0 … 1)
 */
export function drawAnimal(animal: Animal, name: string, air: { readonly colour: Colour; readonly share: number }): string {
  const { coat, far, body, pattern = "", behind = "", details = "", height, length } = animal;
  const outline = body.map((path) => `<path d="${path}"/>`).join("");
  const box = `x="${-length * 1.5}" y="${-height * 1.5}" width="${length * 3}" height="${height * 1.7}"`;
  const haze = `<path d="${[...far, ...body].join("")}" fill="${css(air.colour)}" fill-opacity="${air.share.toFixed(2)}"/>`;
  return [
    `<clipPath id="${name}">${outline}</clipPath>`,
    behind,
    ...far.map((path) => filled(path, css(brighten(coat, 0.62)))),
    ...body.map((path) => filled(path, css(coat))),
    `<g clip-path="url(#${name})">${pattern}<rect ${box} fill="url(#shade)"/></g>`,
    details,
    air.share > 0.02 ? haze : "",
  ].join("");
}

/** A coat that differs a little from animal to animal. */
export function coatLike(colour: Colour, random: Random, spread = 0.12): Colour {
  const tone = mix(
    colour,
    random.pick<Colour>([
      [150, 120, 90],
      [120, 118, 115],
      [170, 130, 80],
    ]),
    random.uniform(0, 0.25),
  );
  return brighten(tone, random.uniform(1 - spread, 1 + spread));
}
