import { Random } from "../../../base/index.ts";
import { abundance } from "./sightings.ts";

/** A place where a camera hangs. */
export interface Site {
  /** A row and a column of the grid that covers the park, such as `B04`. */
  readonly name: string;
  /** How often each species comes by, against other sites; 1 is usual. */
  readonly visits: Readonly<Record<string, number>>;
  /** Whether its camera prints date and time below a picture. */
  readonly printsTime: boolean;
}

const rows = "BCDEFGHIJKLMNOPQRSTU";
const columns = 13;

/** As many sites as so many pictures of a class deserve, all different, sorted by name. */
export function drawSites(seed: string, perClass: number): Site[] {
  const random = Random.for(seed, "sites");
  const cells = Array.from({ length: rows.length * columns }, (_, cell) => cell);
  const count = Math.min(40, Math.max(6, Math.round(perClass / 25)));
  return random
    .shuffled(cells)
    .slice(0, count)
    .sort((a, b) => a - b)
    .map((cell) => ({
      name: `${rows[Math.floor(cell / columns)]}${String((cell % columns) + 1).padStart(2, "0")}`,
      // Some like the river, some the plain: a landscape tells a little of who comes by.
      visits: Object.fromEntries(Object.keys(abundance).map((name) => [name, random.uniform(0.3, 1.5)])),
      printsTime: random.uniform() < 0.75,
    }));
}
