import type { Image, LabelledImage, Loader } from "../../data/index.ts";
import { tf } from "../../device/index.ts";

/** The place of a picture in the data that was looked at, or another picture. */
export type PictureChoice = number | Image;

/** The crop in the middle, of five or ten: the fifth. */
const middleCrop = 4;

/**
 * A picture as the model gets it, through the transforms of a loader, `[1, H, W, C]`; of several crops, the one in the middle. The caller
 * disposes it.
 *
 * @throws RangeError when there is no picture at that place
 */
export async function throughLoader(loader: Loader, choice: PictureChoice): Promise<tf.Tensor4D> {
  const one = typeof choice === "number" ? loader.dataset.subset([choice]) : alone(choice);
  const batch = await loader.over(one, { batchSize: 1 }).first();
  try {
    const { images, crops } = batch;
    return tf.tidy(() => tf.slice(images, [Math.min(middleCrop, crops - 1), 0, 0, 0], [1, -1, -1, -1])); // [1, H, W, C]
  } finally {
    batch.dispose();
  }
}

function alone(image: Image): { readonly length: 1; get(): LabelledImage } {
  return { length: 1, get: () => ({ id: "the picture", image }) };
}
