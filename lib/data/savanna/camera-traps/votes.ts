import { Random } from "../../../base/index.ts";
import type { Capture } from "./captures.ts";
import { abundance } from "./sightings.ts";

/** What the volunteers said of one species in a capture, in the columns of Snapshot Serengeti; empty where nobody was asked. */
export interface Annotation {
  readonly species: string;
  /** Highest, median and lowest count, as classes: `1` … `10`, `11-50`, `51+`. */
  readonly counts: readonly [max: string, median: string, min: string] | undefined;
  /** Parts of the volunteers who saw it standing, resting, moving, eating, interacting, and young ones with it. */
  readonly behaviour: readonly number[] | undefined;
  /** Part of the volunteers who named this species. */
  readonly agreement: number | undefined;
  /** How evenly the votes are spread over the species named (Pielou's J): 0 where all agree, 1 where nobody does. */
  readonly evenness: number | undefined;
}

/** One row for each species in a capture. */
export function annotate(seed: string, capture: Capture): Annotation[] {
  const random = Random.for(seed, capture.key, "votes");
  const voters = 11 + random.integer(15);
  if (capture.species.length === 0) return [{ ...blank, ...rate(poll(random, voters, "blank", random.uniform() < 0.7 ? 0 : 0.2)) }];
  return capture.species.map((species, place) => {
    const shown = species === "human" ? undefined : behaviour(random, voters);
    const counts = place === 0 ? countClasses(random, capture.animals) : countClasses(random, 1);
    const seen = { counts, behaviour: shown };
    if (capture.opinion === "unrated") return { species, ...seen, agreement: undefined, evenness: undefined };
    if (capture.opinion === "clear") return { species, ...seen, ...rate(poll(random, voters, species, random.uniform() < 0.6 ? 0 : 0.08)) };
    // At nine of ten it is "more than 0.9" that decides.
    if (random.uniform() < 0.15) return { species, ...seen, ...rate([9, 1]) };
    const votes = poll(random, voters, species, random.uniform(0.15, 0.6));
    // Where people disagree, what most of them say is not always right.
    return { species: random.uniform() < 0.2 ? random.pick(others(species)) : species, ...seen, ...rate(votes) };
  });
}

const blank = { species: "blank", counts: undefined, behaviour: undefined };
const others = (species: string): string[] => Object.keys(abundance).filter((name) => name !== species);

/** Votes by species, the most first; about a part `doubt` of the voters is wrong. Without much doubt more than nine of ten are right. */
function poll(random: Random, voters: number, species: string, doubt: number): number[] {
  const wrong = doubt < 0.1 ? Math.min(Math.round(voters * doubt), Math.ceil(voters / 10) - 1) : Math.max(Math.ceil(voters * doubt), 2);
  const votes = new Map<string, number>();
  for (let voter = 0; voter < wrong; voter++) {
    const name = random.pick(others(species).slice(0, 3));
    votes.set(name, (votes.get(name) ?? 0) + 1);
  }
  return [voters - wrong, ...votes.values()].sort((one, other) => other - one);
}

function rate(votes: readonly number[]): Pick<Annotation, "agreement" | "evenness"> {
  const all = votes.reduce((sum, count) => sum + count, 0);
  const entropy = votes.reduce((sum, count) => sum - (count / all) * Math.log(count / all), 0);
  const evenness = votes.length > 1 ? entropy / Math.log(votes.length) : 0;
  return { agreement: Number(((votes[0] ?? 0) / all).toFixed(3)), evenness: Number(evenness.toFixed(3)) };
}

function countClasses(random: Random, animals: number): readonly [string, string, string] {
  const least = animals > 1 && random.uniform() < 0.4 ? Math.ceil(animals * 0.7) : animals;
  const most = random.uniform() < 0.15 ? Math.ceil(animals * 1.3) : animals;
  return [countClass(most), countClass(animals), countClass(least)];
}

const countClass = (count: number): string => (count <= 10 ? String(count) : count <= 50 ? "11-50" : "51+");

function behaviour(random: Random, voters: number): number[] {
  const main = random.pick([0, 0, 1, 2, 2, 3]); // most stand or move; few rest or eat; to interact takes two
  const parts = Array.from({ length: 6 }, (_, index) => (index === main ? random.uniform(0.5, 1) : Math.max(0, random.uniform(-0.5, 0.3))));
  return parts.map((part) => Number((Math.round(part * voters) / voters).toFixed(2)));
}
