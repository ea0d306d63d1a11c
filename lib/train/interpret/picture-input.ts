import { describe } from "../../base/index.ts";
import { Image } from "../../data/index.ts";
import { tf } from "../../device/index.ts";
import { type SeenPicture, type ValueRange, visible } from "./visible.ts";

/** A picture for a model: an `Image` (bytes become 0 … 1, as in a loader), or a tensor `[H, W, C]` or `[1, H, W, C]` as the model takes it. */
export type PictureInput = Image | tf.Tensor;

/**
 * The picture as a batch of one, `[1, H, W, C]`; the caller disposes it.
 *
 * @throws TypeError when it is none
 * @throws RangeError when the model does not take a picture of its size
 */
export function pictureTensor(model: tf.LayersModel, picture: PictureInput): tf.Tensor4D {
  const batch = tf.tidy(() => asBatch(picture)); // [1, H, W, C]
  const wanted = model.inputs[0]?.shape ?? [];
  if (wanted.length === 4 && wanted.every((size, axis) => axis === 0 || size === null || size === batch.shape[axis])) return batch;
  const shape = batch.shape.slice(1);
  batch.dispose();
  throw new RangeError(
    `Expected a picture of shape [${wanted
      .slice(1)
      .map((size) => size ?? "any")
      .join(
        ", ",
      )}], which the model takes, but got [${shape.join(", ")}].\n  Prepare it as the pictures that the model knows: T.resize([height, width]).apply(image). A learner's interpretation does so by itself.`,
  );
}

/** The values of a picture `[1, H, W, C]`, read back. */
export async function seenPicture(batch: tf.Tensor4D): Promise<SeenPicture> {
  const [, height, width, channels] = batch.shape;
  return { values: (await batch.data()) as Float32Array, height, width, channels };
}

/** The picture `[1, H, W, C]` made visible. @param range of all pictures; its own unless told */
export async function visibleTensor(batch: tf.Tensor4D, range?: ValueRange) {
  return visible(await seenPicture(batch), range);
}

function asBatch(picture: PictureInput): tf.Tensor4D {
  if (picture instanceof Image) {
    const { values, shape } = picture;
    const tensor = tf.tensor4d(Float32Array.from(values), [1, ...shape]);
    return values instanceof Uint8Array ? tf.div(tensor, 255) : tensor;
  }
  if (!(picture instanceof tf.Tensor)) {
    throw new TypeError(`Expected a picture as an Image or a tensor [H, W, C] but got ${describe(picture)}`);
  }
  const { shape } = picture;
  if (shape.length === 3) return tf.cast(tf.expandDims(picture, 0), "float32") as tf.Tensor4D; // [1, H, W, C]
  if (shape.length === 4 && shape[0] === 1) return tf.cast(picture, "float32") as tf.Tensor4D; // [1, H, W, C]
  throw new RangeError(
    `Expected one picture, a tensor [H, W, C] or [1, H, W, C], but got [${shape.join(", ")}].\n  From a batch take one with images.slice([0, 0, 0, 0], [1, -1, -1, -1]).`,
  );
}
