import { describe, Problem } from "../../base/index.ts";
import { backendOfTensorFlow, hasNativeOperations, tf } from "../../device/index.ts";
import { ModelGraph, type ModelGraphOptions } from "./model-graph.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Writes a model from pictures to scores as a SavedModel, which TensorFlow's own programs run in any language: Python's
 * `tf.saved_model.load`, TensorFlow Serving. In the layout of the latter: `folder/1/saved_model.pb`, the next number where there are some.
 *
 * It infers: dropout is off and batch normalisation uses its averages. Weights are constants of the graph. Its signature
 * `serving_default` takes "pictures" `[N, H, W, C]`, float32, as the model takes them, and gives "scores" `[N, outputs]`, for any N; for
 * any H and W where the model takes these. It is tried out before it gets its name, and written whole or not at all.
 *
 * @param folder of the model; missing folders are made
 * @returns the folder of the version, such as "models/cnn/1"
 * @throws Problem on engines other than tensorflow and cuda; where the model does what a graph can't, or differs with the size of the
 * batch; where it is larger than 2 GB
 * @throws TypeError when `folder` is no path or the model not one from pictures to scores
 * @throws Error when it can't be written
 * @example
 * await exportSavedModel("models/cnn", { model }); // => "models/cnn/1"
 */
export async function exportSavedModel(
  folder: string,
  { model, ...options }: ModelGraphOptions & { readonly model: tf.LayersModel },
): Promise<string> {
  if (typeof folder !== "string" || folder === "")
    throw new TypeError(`Expected folder to be the path of a folder, such as "models/cnn", but got ${describe(folder)}`);
  if (!hasNativeOperations()) {
    throw new Problem(
      "saved-model-engine",
      `Expected the engine tensorflow or cuda, which can write a SavedModel, but ${tf.getBackend() || "none"} computes`,
      { hint: 'Choose one of them before the model is made: await device.use("tensorflow"). Here, learner.save(path) writes the weights' },
    );
  }
  const graph = new ModelGraph(backendOfTensorFlow(), model, options);
  return writeVersion(folder, graph.bytes(), (written) => graph.tryOut(written));
}
