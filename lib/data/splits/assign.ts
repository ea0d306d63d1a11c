import { describe, formatCount, plural, type Random } from "../../base/index.ts";
import type { Dataset, LabelledImages } from "../dataset/dataset.ts";
import { placesByClass } from "../dataset/places-by-class.ts";
import { shares } from "./shares.ts";

/** The places that each part of a split has, in the data set's order, `[parts][…]`. */
export type Parts = readonly (readonly number[])[];

/** Parts of the given sizes, by chance alone. */
export function byChance({ length }: Dataset<unknown>, counts: readonly number[], random: Random): Parts {
  const shuffled = random.shuffled(Array.from({ length }, (_, index) => index));
  return filled(slices(shuffled, counts).map(inOrder));
}

/** Parts in which each class has its share, to within one picture. */
export function byClass(dataset: LabelledImages, fractions: readonly number[], random: Random): Parts {
  const classes = placesByClass(dataset, "A stratified split");
  const small = classes.findIndex((places) => places.length > 0 && places.length < fractions.length);
  if (small >= 0) {
    throw new RangeError(
      `Expected at least ${plural(fractions.length, "picture")} of each class, one a part, but ${describe(dataset.classes[small])} has ` +
        `${formatCount(classes[small]?.length ?? 0)}: leave that class out, find more pictures of it, or let chance alone split, with randomSplit().`,
    );
  }
  const owed: number[] = [];
  const ofClass = classes.map((places) => slices(random.shuffled(places), shares(places.length, fractions, owed))); // [classes][parts][…]
  return filled(fractions.map((_, part) => inOrder(ofClass.flatMap((parts) => parts[part] ?? []))));
}

/** A group of pictures that stay together: their places, and how many of each class they are. */
interface Group {
  readonly places: number[];
  readonly counts: Map<number, number>;
}

/** A part that groups are put into. */
interface Part extends Group {
  readonly fraction: number;
}

/**
 * Parts that no group is divided between, each class as near to its share as the groups allow: the largest group first, each goes where
 * it brings the counts of its classes nearest to what they should be. After Sechidis, Tsoumakas and Vlahavas, "On the Stratification of
 * Multi-Label Data" (2011); where labels are hidden only sizes count.
 */
export function byGroup(dataset: LabelledImages, fractions: readonly number[], random: Random): Parts {
  const groups = random.shuffled(groupsOf(dataset)).sort((a, b) => b.places.length - a.places.length);
  if (groups.length < fractions.length) {
    throw new RangeError(
      `Expected at least ${plural(fractions.length, "group")}, one a part, but ${dataset.id} (${dataset.split}) has ${groups.length}: ` +
        "make fewer parts, or name smaller groups, such as captures in the place of cameras.",
    );
  }
  const totals = new Map<number, number>();
  for (const { counts } of groups) for (const [label, count] of counts) totals.set(label, (totals.get(label) ?? 0) + count);
  const parts = fractions.map((fraction): Part => ({ fraction, places: [], counts: new Map() }));
  for (const [index, group] of groups.entries()) {
    const empty = parts.filter(({ places }) => places.length === 0);
    const open = groups.length - index > empty.length ? parts : empty; // the last groups go where nothing is yet
    const cost = ({ fraction, counts }: Part): number => {
      let change = 0; // of the squared distance to the shares, relative to the size of each class
      for (const [label, count] of group.counts) {
        const total = totals.get(label) as number;
        const surplus = (counts.get(label) ?? 0) - fraction * total;
        change += ((surplus + count) ** 2 - surplus ** 2) / total ** 2;
      }
      return change;
    };
    const best = open.reduce((a, b) => (cost(b) < cost(a) ? b : a));
    for (const place of group.places) best.places.push(place);
    for (const [label, count] of group.counts) best.counts.set(label, (best.counts.get(label) ?? 0) + count);
  }
  return parts.map(({ places }) => inOrder(places));
}

function groupsOf({ id, split, groups, labels }: LabelledImages): Group[] {
  if (!groups) {
    throw new RangeError(
      `A grouped split needs what each picture belongs to but ${id} (${split}) has no groups: name their column, imageFolder(path, { table, group }), ` +
        "or give groups to the data set that you make.",
    );
  }
  const byName = new Map<string, Group>();
  for (const [place, name] of groups.entries()) {
    const group: Group = byName.get(name) ?? { places: [], counts: new Map() };
    const label = labels?.[place] ?? 0;
    group.places.push(place);
    group.counts.set(label, (group.counts.get(label) ?? 0) + 1);
    byName.set(name, group);
  }
  return Array.from(byName.values());
}

/** @throws RangeError when a part has nothing */
function filled(parts: Parts): Parts {
  const empty = parts.findIndex((part) => part.length === 0);
  if (empty < 0) return parts;
  const sizes = parts.map((part) => formatCount(part.length)).join(", ");
  throw new RangeError(
    `Expected something in each part but part ${empty + 1} of ${parts.length} would be empty (sizes ${sizes}): take fewer parts, larger ones, or more pictures.`,
  );
}

/** A list cut into pieces of the given sizes. */
function slices(list: readonly number[], sizes: readonly number[]): number[][] {
  let from = 0;
  return sizes.map((size) => {
    from += size;
    return list.slice(from - size, from);
  });
}

const inOrder = (places: number[]): number[] => places.sort((a, b) => a - b);
