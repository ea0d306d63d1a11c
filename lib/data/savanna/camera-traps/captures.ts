import { Random } from "../../../base/index.ts";
import { drawTime } from "../info-strip.ts";
import { drawLight } from "../light.ts";
import { drawSightings, type Sighting } from "./sightings.ts";
import { drawSites, type Site } from "./sites.ts";

/** A sighting where and when it was: one or a few pictures, taken at once. */
export interface Capture extends Sighting {
  /** As in Snapshot Serengeti: project and season, site, roll, and place in the roll. */
  readonly id: string;
  readonly season: string;
  readonly site: Site;
  /** A roll is what one memory card holds, from 1 for each season and site. */
  readonly roll: number;
  /** From 1 in each roll. */
  readonly number: number;
  /** Such as `2010-07-24`. */
  readonly date: string;
  /** Such as `16:26:14`. */
  readonly time: string;
  /** Of its pictures, `[frames]`, from the project's folder: `S1/B04/B04_R1/S1_B04_R1_PICT0012.JPG`. */
  readonly paths: readonly string[];
}

const [seasons, rolls, daysOfRoll] = [2, 2, 60];
const firstDay = Date.UTC(2010, 6, 18);
const day = 24 * 60 * 60 * 1000;

/** All captures of a project, sorted by season, site and time. */
export function planCaptures(seed: string, perClass: number): Capture[] {
  const sites = drawSites(seed, perClass);
  const events = drawSightings(seed, perClass).map((sighting) => {
    const random = Random.for(seed, sighting.key, "when and where");
    const [site, cards] = [pickSite(random, sites, sighting.species[0]), random.integer(seasons * rolls)];
    const time = `${drawTime(random, lightOf(seed, sighting))}:${String(random.integer(60)).padStart(2, "0")}`;
    const date = new Date(firstDay + (cards * daysOfRoll + random.integer(daysOfRoll - 3)) * day).toISOString().slice(0, 10);
    const [season, roll] = [`S${Math.floor(cards / rolls) + 1}`, (cards % rolls) + 1];
    return { ...sighting, site, season, roll, date, time, order: [season, site.name, roll, date, time, sighting.key].join(" ") };
  });
  events.sort((one, other) => (one.order < other.order ? -1 : 1));
  const taken = new Map<string, { captures: number; pictures: number }>();
  return events.map(({ order: _, ...event }) => {
    const { season, site, roll, frames } = event;
    const card = `${season}_${site.name}_R${roll}`;
    const { captures, pictures } = taken.get(card) ?? { captures: 0, pictures: 0 };
    taken.set(card, { captures: captures + 1, pictures: pictures + frames });
    const name = (frame: number): string => `${card}_PICT${String(pictures + frame + 1).padStart(4, "0")}.JPG`;
    return {
      ...event,
      id: `SER_${season}#${site.name}#${roll}#${captures + 1}`,
      number: captures + 1,
      paths: Array.from({ length: frames }, (_, frame) => `${season}/${site.name}/${site.name}_R${roll}/${name(frame)}`),
    };
  });
}

/** The light of a sighting: it decides the hour, and how the picture looks. */
export function lightOf(seed: string, { key }: Sighting): ReturnType<typeof drawLight> {
  return drawLight(Random.for(seed, key, "light"));
}

/** A site, more often one that the species likes. */
function pickSite(random: Random, sites: readonly Site[], species = ""): Site {
  const weights = sites.map(({ visits }) => visits[species] ?? 1);
  let left = random.uniform(
    0,
    weights.reduce((sum, weight) => sum + weight, 0),
  );
  const chosen = sites.find((_, index) => {
    left -= weights[index] ?? 0;
    return left < 0;
  });
  return chosen ?? random.pick(sites);
}
