import { describe } from "../../base/index.ts";
import { ImageDataset } from "../image-dataset.ts";
import { ImageFolder } from "../image-folder/image-folder.ts";
import type { Dataset } from "./dataset.ts";
import { joinedFolders, joinedImages } from "./join-images.ts";
import { checkPlace } from "./places.ts";

/**
 * Data sets one after the other. PyTorch's `ConcatDataset`. Those of pictures stay what they are, with ids, labels and groups; others
 * become a view.
 *
 * @throws RangeError when pictures don't fit together: other classes, another size in memory, the same picture twice
 */
export function concat(...datasets: readonly ImageFolder[]): ImageFolder;
export function concat(...datasets: readonly ImageDataset[]): ImageDataset;
export function concat<T>(...datasets: readonly Dataset<T>[]): Dataset<T>;
export function concat(...datasets: readonly Dataset<unknown>[]): Dataset<unknown> {
  if (datasets.length === 0) throw new RangeError("Expected at least one data set but got none");
  const folders = datasets.filter((dataset): dataset is ImageFolder => dataset instanceof ImageFolder);
  const inMemory = datasets.filter((dataset): dataset is ImageDataset => dataset instanceof ImageDataset);
  if (folders.length === datasets.length) return joinedFolders(folders);
  if (inMemory.length === datasets.length) return joinedImages(inMemory);
  if (folders.length + inMemory.length === 0) return view(datasets);
  throw new TypeError(
    `Expected data sets of one kind but got ${datasets.map(describe).join(", ")}. Pictures in files go into memory by folder.toMemory({ size }).`,
  );
}

function view(datasets: readonly Dataset<unknown>[]): Dataset<unknown> {
  const length = datasets.reduce((sum, dataset) => sum + dataset.length, 0);
  return {
    length,
    get(index) {
      checkPlace(index, length, "element");
      let place = index;
      for (const dataset of datasets) {
        if (place < dataset.length) return dataset.get(place);
        place -= dataset.length;
      }
      return undefined;
    },
  };
}
