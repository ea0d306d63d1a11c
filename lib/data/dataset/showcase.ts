/** Pictures in a row of a contact sheet, and rows, unless there are many classes. */
const columns = 10;
const rows = 2;

/** Some places that stand for all, as rows of a contact sheet. */
export interface Showcase {
  readonly indices: readonly number[];
  readonly columns: number;
}

/**
 * Chooses rows in which each class comes equally often, or the first pictures where classes are hidden. Those of a class are taken from all
 * over it, since neighbours in a folder are often alike.
 */
export function showcase(
  labels: Int32Array | undefined,
  { length, classes }: { readonly length: number; readonly classes: number },
): Showcase {
  if (!labels) return { indices: Array.from({ length: Math.min(columns * rows, length) }, (_, index) => index), columns };
  const inRow = Math.max(1, Math.floor(columns / Math.max(1, classes))); // pictures of one class in a row
  const ofClass = Array.from({ length: classes }, (): number[] => []);
  for (let index = 0; index < length; index++) ofClass[labels[index] as number]?.push(index);
  const chosen = ofClass.map((places) => evenly(places, inRow * rows));
  const indices = Array.from({ length: rows }, (_, row) => chosen.flatMap((places) => places.slice(row * inRow, (row + 1) * inRow))).flat();
  return { indices: indices.slice(0, 4 * columns), columns: Math.min(columns, inRow * Math.max(1, classes)) };
}

/** So many of a list, from its first on, at equal distances. */
function evenly(places: readonly number[], count: number): readonly number[] {
  if (places.length <= count) return places;
  return Array.from({ length: count }, (_, place) => places[Math.floor((place * places.length) / count)] as number);
}
