import { describe, plural } from "../../base/index.ts";
import type { LabelledImages } from "./dataset.ts";

/** @throws RangeError when a data set of `length` elements has none at this place */
export function checkPlace(index: unknown, length: number, noun = "picture"): void {
  if (Number.isInteger(index) && Number(index) >= 0 && Number(index) < length) return;
  throw new RangeError(`Expected an index between 0 and ${length - 1}, for there are ${plural(length, noun)}, but got ${describe(index)}`);
}

/** @throws RangeError when one of the places is missing or comes twice */
export function checkPlaces(indices: ArrayLike<number>, length: number): void {
  const seen = new Uint8Array(length);
  for (let row = 0; row < indices.length; row++) {
    const index = indices[row] as number;
    checkPlace(index, length);
    if (seen[index]) {
      throw new RangeError(
        `Expected each place once but got ${index} more than once. To have pictures come more often, give the loader a sampler: weightedSampler().`,
      );
    }
    seen[index] = 1;
  }
}

/** What the pictures at some places are called, which class they have and what they belong to, in that order. */
export function namesAt(
  { ids, labels, groups }: Pick<LabelledImages, "ids" | "labels" | "groups">,
  places: readonly number[],
): Pick<LabelledImages, "ids" | "labels" | "groups"> {
  return {
    ids: places.map((place) => ids[place] as string),
    labels: labels && Int32Array.from(places, (place) => labels[place] as number),
    groups: groups && places.map((place) => groups[place] as string),
  };
}
