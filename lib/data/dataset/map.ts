import type { Dataset } from "./dataset.ts";

/**
 * A data set whose elements are made from another's when they are asked for, each time anew.
 *
 * @example
 * const sizes = map(photos, ({ image }) => image.shape);
 * await sizes.get(0); // => [224, 224, 3]
 */
export function map<T, U>(dataset: Dataset<T>, change: (element: T, index: number) => U | Promise<U>): Dataset<U> {
  return {
    length: dataset.length,
    get(index) {
      const element = dataset.get(index);
      return element instanceof Promise ? element.then((awaited) => change(awaited, index)) : change(element, index);
    },
  };
}
