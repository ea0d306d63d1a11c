import { tf } from "../device/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../plot/index.ts";
import type { ImageDataset } from "./image-dataset.ts";

/** The label of a picture whose class is hidden. */
const hiddenLabel = -1;
/** v / 255 for each byte v, so that white is 1. */
const unit: Float32Array = Float32Array.from({ length: 256 }, (_, value) => value / 255);
/** Pictures that a batch shows. */
const shown = 24;

/** Some pictures of a data set as tensors, ready for a network. It shows itself as a contact sheet. */
export class Batch implements Displayable {
  /** `[N, H, W, C]`, float32, 0 … 1 */
  readonly images: tf.Tensor4D;
  /** `[N]`, int32; −1 where the data set hides its labels */
  readonly labels: tf.Tensor1D;
  readonly #dataset: ImageDataset;
  readonly #indices: Int32Array;

  /** @param indices places of the pictures in the data set, `[N]` */
  constructor(dataset: ImageDataset, indices: Int32Array) {
    this.#dataset = dataset;
    this.#indices = indices;
    const { height, width, channels, pixels, labels } = dataset;
    const volume = height * width * channels;
    // Plain loops over typed arrays: tensor operations would take longer than this copy. A new array each time, for a tensor may
    // read its array later than it is made.
    const values = new Float32Array(indices.length * volume); // [N, H, W, C]
    let to = 0;
    for (const index of indices) {
      const end = (index + 1) * volume;
      for (let from = index * volume; from < end; from++) values[to++] = unit[pixels[from] as number] as number;
    }
    this.images = tf.tensor4d(values, [indices.length, height, width, channels]);
    this.labels = tf.tensor1d(
      indices.map((index) => labels?.[index] ?? hiddenLabel),
      "int32",
    );
  }

  /** How many pictures it has. */
  get length(): number {
    return this.#indices.length;
  }

  /** Frees both tensors; again, it does nothing. */
  dispose(): void {
    this.images.dispose();
    this.labels.dispose();
  }

  toString(): string {
    return `Batch of ${this.length}: images [${this.images.shape.join(", ")}] float32 in 0 … 1, labels [${this.length}] int32`;
  }

  [displaySymbol](): MimeBundle {
    const sheet = this.#dataset.subset(this.#indices.subarray(0, shown)).sheet();
    return { ...sheet[displaySymbol](), "text/plain": this.toString() };
  }
}
