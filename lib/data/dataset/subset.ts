import type { Dataset } from "./dataset.ts";
import { checkPlace } from "./places.ts";

/** What a part of a data set is: of the same kind where the kind has parts of its own, else a view. */
export type Subset<D extends Dataset<unknown>> = D extends { subset(indices: ArrayLike<number>): infer S }
  ? S
  : D extends Dataset<infer T>
    ? Dataset<T>
    : never;

/**
 * The elements of a data set at some places, in that order. PyTorch's `Subset`.
 *
 * @throws RangeError when there is no element at a place, or a picture's place comes twice
 */
export function subset<D extends Dataset<unknown>>(dataset: D, indices: ArrayLike<number>): Subset<D> {
  if ("subset" in dataset && typeof dataset.subset === "function") return dataset.subset(indices) as Subset<D>;
  const places = Array.from(indices);
  for (const place of places) checkPlace(place, dataset.length, "element");
  const view: Dataset<unknown> = {
    length: places.length,
    get(index) {
      checkPlace(index, places.length, "element");
      return dataset.get(places[index] as number);
    },
  };
  return view as Subset<D>;
}
