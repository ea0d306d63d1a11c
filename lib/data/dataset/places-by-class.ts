import type { LabelledImages } from "./dataset.ts";

/**
 * The places of the pictures of each class, `[classes][…]`.
 *
 * @param who what needs the labels, for the message
 * @throws RangeError when labels are hidden
 */
export function placesByClass({ id, split, classes, labels }: LabelledImages, who: string): number[][] {
  if (!labels) {
    throw new RangeError(
      `${who} needs the class of each picture but ${id} (${split}) hides its labels: take one that goes by chance alone.`,
    );
  }
  const places = classes.map((): number[] => []);
  for (const [index, label] of labels.entries()) places[label]?.push(index);
  return places;
}
