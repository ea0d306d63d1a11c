import { Random } from "../../../base/index.ts";

/** How sure the volunteers are who look at a capture. */
export type Opinion = "clear" | "doubtful" | "unrated";

/** What sets a camera off once. */
export interface Sighting {
  /** Names this sighting among all; its random numbers follow from it. */
  readonly key: string;
  /** None where the wind moved the grass; `human` where somebody passed. */
  readonly species: readonly string[];
  /** How many animals of the first species there are. */
  readonly animals: number;
  readonly opinion: Opinion;
  /** How many pictures the camera takes: one, or a burst. */
  readonly frames: number;
  /** Whether the pictures are handed out: never a human's, for privacy, and few of the empty ones, for space. */
  readonly delivered: boolean;
}

/** Pictures of one animal that are easy to agree on, against the number asked for: unequal, as nature is. */
export const abundance: Readonly<Record<string, number>> = {
  zebra: 1.25,
  elephant: 1.08,
  giraffe: 1.02,
  lion: 0.94,
  gazellethomsons: 0.12,
  wildebeest: 0.09,
  impala: 0.06,
};

/** Against the number of clear captures of a species: herds, two species at once, captures that people disagree on or never rated. */
const difficult = { herds: 0.09, mixed: 0.03, doubtful: 0.06, unrated: 0.02 };
/** Against the number of captures with animals. The real project has about three empty captures for each other one, too. */
const [blanks, humans, blanksDelivered] = [2.4, 0.2, 0.02];

/** All that sets the cameras off, in no order. @param perClass pictures that one species should have, as `abundance` varies it */
export function drawSightings(seed: string, perClass: number): Sighting[] {
  const names = Object.keys(abundance);
  const random = Random.for(seed, "sightings");
  const sightings: Sighting[] = [];
  const add = (species: readonly string[], facts: Partial<Sighting> = {}): Sighting => {
    const key = `${species.join("+") || "blank"} ${sightings.length}`;
    const sighting = { key, species, animals: 1, opinion: "clear", frames: burst(random), delivered: true, ...facts } as const;
    sightings.push(sighting);
    return sighting;
  };
  for (const name of names) {
    const pictures = Math.round((abundance[name] ?? 0) * perClass);
    let clear = 0;
    for (let left = pictures; left > 0; clear++) left -= add([name], { frames: Math.min(left, burst(random)) }).frames;
    const times = (share: number): undefined[] => Array.from({ length: Math.ceil(share * clear) });
    for (const _ of times(difficult.herds)) add([name], { animals: herd(random) });
    for (const _ of times(difficult.mixed)) add([name, random.pick(names.filter((other) => other !== name))]);
    for (const _ of times(difficult.doubtful)) add([name], { opinion: "doubtful" });
    for (const _ of times(difficult.unrated)) add([name], { opinion: "unrated" });
  }
  const withAnimals = sightings.length;
  for (let count = Math.round(withAnimals * blanks); count > 0; count--) add([], { delivered: random.uniform() < blanksDelivered });
  for (let count = Math.round(withAnimals * humans); count > 0; count--) add(["human"], { delivered: false });
  return sightings;
}

const burst = (random: Random): number => random.pick([1, 1, 1, 2, 3, 3, 3]);

/** Mostly two or three, sometimes very many. */
const herd = (random: Random): number =>
  Math.min(80, 2 + Math.floor(-4 * Math.log(1 - random.uniform())) * (random.uniform() < 0.1 ? 9 : 1));
