import { readFile } from "node:fs/promises";
import type { tf } from "../../device/index.ts";
import { readSafetensors } from "../../nn/weights/index.ts";
import { applyWeights, type LoadWeightsOptions } from "./apply-weights.ts";
import { isHdf5, isKerasArchive, readKeras } from "./keras/index.ts";
import { isPickle, readPth } from "./pth/index.ts";
import { sourceOf, type WeightSource } from "./weight-source.ts";
import type { WeightsReport } from "./weights-report.ts";
import { ZipArchive } from "./zip.ts";

/**
 * Gives a model the weights of a file: of a learner's `save` or any `.safetensors`, of PyTorch's `torch.save(model.state_dict(), path)`
 * (`.pth`, `.pt`), of Keras' `save_weights` and `save` (`.h5`, `.weights.h5`, `.keras`). Which it is, its content tells. Names and
 * layouts become the model's; nothing in a file is ever run.
 *
 * @returns what was loaded and what was not; it shows itself
 * @throws RangeError where the file is damaged, of another format, or of another architecture: then nothing has changed
 * @example
 * const model = resnet18({ classes: 10 });
 * await loadWeights(model, "resnet18-f37072fd.pth", { head: "keep" });
 */
export async function loadWeights(model: tf.LayersModel, path: string, options: LoadWeightsOptions = {}): Promise<WeightsReport> {
  return applyWeights(model, await readWeights(await readFile(path), path), options);
}

async function readWeights(bytes: Uint8Array, file: string): Promise<WeightSource> {
  if (isHdf5(bytes)) return readKeras(bytes, file);
  if (ZipArchive.isOne(bytes) && isKerasArchive(bytes)) return readKeras(bytes, file);
  if (ZipArchive.isOne(bytes) || isPickle(bytes)) return sourceOf(readPth(bytes, file).weights, file, "pth");
  // A safetensors file begins with the length of its header, whose first byte comes as the ninth.
  if (bytes[8] === 0x7b) return sourceOf(readSafetensors(bytes, file).weights, file, "safetensors");
  throw new RangeError(
    `Expected ${file} to be a file of weights (.safetensors, .pth, .h5 or .keras) but it ${startOf(bytes)}.\n  A download may have brought a web page in its place, or a part of it: look at its size, and bring it again.`,
  );
}

function startOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return "is empty";
  const start = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  return `begins with ${JSON.stringify(start)}`;
}
