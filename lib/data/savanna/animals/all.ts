import type { Species } from "./animal.ts";
import { gazelle, impala, wildebeest } from "./antelope.ts";
import { elephant } from "./elephant.ts";
import { giraffe } from "./giraffe.ts";
import { lion } from "./lion.ts";
import { zebra } from "./zebra.ts";

/** An animal by the name that annotations give it. */
export interface NamedSpecies {
  readonly name: string;
  readonly draw: Species;
}

/** The animals to tell apart, in the order of their labels. */
export const animals: readonly NamedSpecies[] = [
  { name: "elephant", draw: elephant },
  { name: "giraffe", draw: giraffe },
  { name: "lion", draw: lion },
  { name: "zebra", draw: zebra },
];

/** Animals that come by too seldom to learn them; their names are those of Snapshot Serengeti. */
export const rareAnimals: readonly NamedSpecies[] = [
  { name: "gazellethomsons", draw: gazelle },
  { name: "wildebeest", draw: wildebeest },
  { name: "impala", draw: impala },
];
