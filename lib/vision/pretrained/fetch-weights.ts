import { oneOf } from "../../base/index.ts";
import { type FetchOptions, fetchFile } from "../../data/catalog/index.ts";
import { forgetFailure } from "./bring-weights.ts";
import { downloadedWeights } from "./known-weights.ts";

/**
 * Brings the ImageNet weights of a network before it is built, with a progress bar, and stopped by Stop. Not needed: `pretrained: true`
 * brings them too, only silently.
 *
 * @param architecture `resnet18` (46.8 MB), `resnet34` (87.3 MB) or `resnet50` (102.5 MB)
 * @returns the path of the file, in the mirror or in the cache
 * @throws RangeError for another network; Problem when it can't be had
 * @example
 * await fetchWeights("resnet50");
 * const model = resnet50({ classes: 10, pretrained: true });
 */
export async function fetchWeights(architecture: string, options: FetchOptions = {}): Promise<string> {
  oneOf({ architecture }, Object.keys(downloadedWeights));
  const { dataset = "", file = "" } = downloadedWeights[architecture] ?? {};
  const path = await fetchFile(dataset, file, options);
  forgetFailure(dataset);
  return path;
}
