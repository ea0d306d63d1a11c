import type { Random } from "../../base/index.ts";
import { type Animal, drawAnimal, type Pose, type Species } from "./animals/animal.ts";
import { mix } from "./colour.ts";
import { gradients, type Landscape } from "./landscape.ts";
import type { Light } from "./light.ts";
import { ellipse, filled } from "./shape.ts";

/** What happens before the camera. */
export interface Scene {
  readonly land: Landscape;
  readonly light: Light;
  /** The animals: the first is the nearest one, the others stand behind it; none in an empty landscape. */
  readonly cast: readonly Species[];
  /** A new generator for one animal, always with the same numbers: so an animal is the same one in each frame. */
  readonly randomOf: (actor: number) => Random;
  /** Which picture of a burst this is, from 0: animals move on between two of them. */
  readonly frame: number;
}

/** Where an animal stands: percent of the picture's height, from the top left corner. */
interface Place {
  readonly middle: number;
  readonly feet: number;
  /** Percent of the height that one unit of the animal's drawing takes. */
  readonly scale: number;
  /** 0: right before the camera; 1: as far away as animals stand. */
  readonly distance: number;
}

/**
 * Animals in a landscape, as the inside of an SVG picture that is 100 units high. Sometimes an animal is cut by the frame, hidden by grass
 * or blurred by its own movement.
 */
export function drawScene({ land, light, cast, randomOf, frame }: Scene): string {
  let nearest: Place | undefined;
  const standing: { readonly feet: number; readonly drawn: string }[] = [];
  for (const [actor, species] of cast.entries()) {
    const random = randomOf(actor);
    const motion = drawMotion(random);
    const animal = species(random, moved(drawPose(random), motion, frame));
    const place: Place = nearest ? placeBehind(random, nearest, land) : drawPlace(random, animal, land);
    nearest ??= place;
    const middle = place.middle + motion.walk * place.scale * motion.heading * frame;
    const drawn = stand(animal, { random, light, land, name: `animal${actor}`, place: { ...place, middle }, heading: motion.heading });
    standing.push({ feet: place.feet, drawn });
  }
  standing.sort((one, other) => one.feet - other.feet); // the farthest are painted first
  return [
    `<defs>${gradients(light, land)}${blurs(randomOf(0))}</defs>`,
    land.background,
    ...standing.map(({ drawn }) => drawn),
    land.foreground(nearest?.feet ?? 80),
  ].join("");
}

/** What an animal does between two pictures of a burst. */
interface Motion {
  /** 1: to the right, −1: to the left. */
  readonly heading: 1 | -1;
  /** How far it walks, in units of its drawing. */
  readonly walk: number;
  /** How far its head goes down, or up below 0. */
  readonly nod: number;
}

function drawMotion(random: Random): Motion {
  const heading = random.uniform() < 0.5 ? 1 : -1;
  const walks = random.uniform() < 0.6;
  return { heading, walk: walks ? random.uniform(4, 22) : 0, nod: random.uniform(-0.25, 0.25) };
}

function moved(pose: Pose, { walk, nod }: Motion, frame: number): Pose {
  return {
    step: pose.step + frame * walk * 0.12, // a step is about 50 units long
    stride: walk > 0 ? Math.max(pose.stride, 10) : pose.stride,
    lowered: Math.min(1, Math.max(0, pose.lowered + frame * nod)),
  };
}

function drawPose(random: Random): Pose {
  return {
    step: random.uniform(0, 2 * Math.PI),
    stride: random.uniform() < 0.35 ? random.uniform(0, 5) : random.uniform(10, 26),
    lowered: random.uniform() < 0.6 ? random.uniform(0, 0.2) : random.uniform(0.4, 1),
  };
}

/** Large and near or small and far, whole or cut by the frame: the same for all species, so that size tells nothing. */
function drawPlace(random: Random, { height, length }: Animal, { horizon, width }: Landscape): Place {
  const extent = random.uniform(40, 84); // percent of the height that the longer of height and length takes
  const scale = extent / Math.max(height, length * 0.8);
  const depth = Math.min(1, Math.max(0.08, (extent - 36) / 55 + random.uniform(-0.12, 0.12)));
  const feet = horizon + 4 + depth * (88 - horizon);
  return {
    middle: random.uniform(0.24, 0.76) * width,
    feet: Math.max(feet, Math.min(92, extent * 0.75)),
    scale,
    distance: (84 - extent) / 44,
  };
}

function placeBehind(random: Random, nearest: Place, { horizon, width }: Landscape): Place {
  const share = random.uniform(0.45, 0.75);
  return {
    middle: (nearest.middle + random.uniform(0.28, 0.62) * width) % width,
    feet: horizon + 3 + (nearest.feet - horizon - 3) * share,
    scale: nearest.scale * (0.35 + share * 0.55),
    distance: 1,
  };
}

interface Surroundings {
  readonly random: Random;
  readonly light: Light;
  readonly land: Landscape;
  /** Unique in the picture. */
  readonly name: string;
  readonly place: Place;
  readonly heading: 1 | -1;
}

function stand(animal: Animal, { random, light, land, name, place, heading }: Surroundings): string {
  const turnedAway = random.uniform(0.68, 1) * heading; // seen from the side, or a little from the front
  const lean = random.uniform(-3, 3);
  const air = { colour: mix(light.sky[1], land.ground, 0.4), share: 0.3 * place.distance * random.uniform(0.2, 1) };
  const { middle, feet, scale } = place;
  const blurred = random.uniform() < (light.name === "night" ? 0.35 : 0.18);
  const shadow = filled(ellipse([middle, -feet], animal.length * scale * 0.5, 1.6 + scale * 7), "url(#shadow)", light.shadow * 1.3);
  const transform = `translate(${middle.toFixed(1)} ${feet.toFixed(1)}) rotate(${lean.toFixed(1)}) scale(${(scale * turnedAway).toFixed(3)} ${scale.toFixed(3)})`;
  const drawn = `<g transform="${transform}">${drawAnimal(animal, name, air)}</g>`;
  return shadow + (blurred ? `<g filter="url(#moved)">${drawn}</g>` : drawn);
}

/** Blur along the way of a moving animal, and of leaves close to the lens. */
function blurs(random: Random): string {
  const along = random.uniform(0.6, 1.8).toFixed(2);
  return `<filter id="moved"><feGaussianBlur stdDeviation="${along} 0.1"/></filter><filter id="near"><feGaussianBlur stdDeviation="1.4"/></filter>`;
}
