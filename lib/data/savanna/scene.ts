import type { Random } from "../../base/index.ts";
import { type Animal, drawAnimal, type Pose, type Species } from "./animals/animal.ts";
import { mix } from "./colour.ts";
import { drawLandscape, gradients, type Landscape } from "./landscape.ts";
import type { Light } from "./light.ts";
import { ellipse, filled } from "./shape.ts";

/** Where an animal stands: percent of the picture's side, from the top left corner. */
interface Place {
  readonly middle: number;
  readonly feet: number;
  /** Percent of the side that one unit of the animal's drawing takes. */
  readonly scale: number;
  /** 0: right before the camera; 1: as far away as animals stand. */
  readonly distance: number;
}

/**
 * An animal of a species in a landscape, as the inside of an SVG picture of 100 × 100 units. Sometimes another of its kind stands
 * behind it; sometimes it is cut by the frame, hidden by grass or blurred by its own movement.
 */
export function drawScene(
  species: Species,
  { light, landscape, animal }: { readonly light: Light; readonly landscape: Random; readonly animal: Random },
): string {
  const land = drawLandscape(landscape, light);
  const first = species(animal, drawPose(animal));
  const place = drawPlace(animal, first, land);
  const herd = animal.uniform() < 0.25 ? drawCompanion(species, { random: animal, place, land, light }) : "";
  return [
    `<defs>${gradients(light, land)}${blurs(animal)}</defs>`,
    land.background,
    herd,
    standing(first, "first", { random: animal, place, land, light }),
    land.foreground(place.feet),
  ].join("");
}

function drawPose(random: Random): Pose {
  return {
    step: random.uniform(0, 2 * Math.PI),
    stride: random.uniform() < 0.35 ? random.uniform(0, 5) : random.uniform(10, 26),
    lowered: random.uniform() < 0.6 ? random.uniform(0, 0.2) : random.uniform(0.4, 1),
  };
}

/** Large and near or small and far, whole or cut by the frame: the same for all species, so that size tells nothing. */
function drawPlace(random: Random, { height, length }: Animal, { horizon }: Landscape): Place {
  const extent = random.uniform(40, 84); // percent of the side that the longer of height and length takes
  const scale = extent / Math.max(height, length * 0.8);
  const depth = Math.min(1, Math.max(0.08, (extent - 36) / 55 + random.uniform(-0.12, 0.12)));
  const feet = horizon + 4 + depth * (88 - horizon);
  return { middle: random.uniform(24, 76), feet: Math.max(feet, Math.min(92, extent * 0.75)), scale, distance: (84 - extent) / 44 };
}

interface Surroundings {
  readonly random: Random;
  readonly place: Place;
  readonly land: Landscape;
  readonly light: Light;
}

function standing(animal: Animal, name: string, { random, place, land, light }: Surroundings): string {
  const turnedAway = random.uniform(0.68, 1) * (random.uniform() < 0.5 ? -1 : 1); // seen from the side, or a little from the front
  const lean = random.uniform(-3, 3);
  const air = { colour: mix(light.sky[1], land.ground, 0.4), share: 0.3 * place.distance * random.uniform(0.2, 1) };
  const { middle, feet, scale } = place;
  const moves = random.uniform() < (light.name === "night" ? 0.35 : 0.18);
  const shadow = filled(ellipse([middle, -feet], animal.length * scale * 0.42, 1.6 + scale * 4), "#000", light.shadow);
  const transform = `translate(${middle.toFixed(1)} ${feet.toFixed(1)}) rotate(${lean.toFixed(1)}) scale(${(scale * turnedAway).toFixed(3)} ${scale.toFixed(3)})`;
  const drawn = `<g transform="${transform}">${drawAnimal(animal, name, air)}</g>`;
  return shadow + (moves ? `<g filter="url(#moved)">${drawn}</g>` : drawn);
}

function drawCompanion(species: Species, surroundings: Surroundings): string {
  const { random, place, land } = surroundings;
  const share = random.uniform(0.45, 0.75);
  const behind: Place = {
    middle: (place.middle + random.uniform(28, 62)) % 100,
    feet: land.horizon + 3 + (place.feet - land.horizon - 3) * share,
    scale: place.scale * (0.35 + share * 0.55),
    distance: 1,
  };
  return standing(species(random, drawPose(random)), "second", { ...surroundings, place: behind });
}

/** Blur along the way of a moving animal, and of leaves close to the lens. */
function blurs(random: Random): string {
  const along = random.uniform(0.6, 1.8).toFixed(2);
  return `<filter id="moved"><feGaussianBlur stdDeviation="${along} 0.1"/></filter><filter id="near"><feGaussianBlur stdDeviation="1.4"/></filter>`;
}
