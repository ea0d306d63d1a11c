import { copiedTensor, tf } from "../../device/index.ts";
import { contactSheet, type Displayable, displaySymbol, type MimeBundle, withText } from "../../plot/index.ts";

export interface BatchParts {
  /** `[N, H, W, C]`; copied. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number, number];
  /** `[N]` */
  readonly labels: Int32Array;
  /** `[N, classes]`, where pictures were mixed. */
  readonly targets: Float32Array | undefined;
  /** Names of the classes, by label; undefined where the data set has none. */
  readonly classes: readonly string[] | undefined;
  readonly crops: number;
}

/** Pictures that a batch shows. */
const shown = 24;

/** Some pictures of a data set as tensors, ready for a network. It shows itself as a contact sheet of what the network sees. */
export class Batch implements Displayable {
  /** `[N, H, W, C]`, float32 */
  readonly images: tf.Tensor4D;
  /** `[N]`, int32; −1 where the data set hides its labels */
  readonly labels: tf.Tensor1D;
  /** Rows that each picture of the data set takes: more than 1 after `fiveCrop` or `tenCrop`, one after the other. */
  readonly crops: number;
  /** Whether pictures were mixed, so that `targets` say more than `labels`. */
  readonly mixed: boolean;
  readonly #labels: Int32Array;
  readonly #classes: readonly string[] | undefined;
  readonly #shares: Float32Array | undefined;
  #targets: tf.Tensor2D | undefined;

  constructor({ values, shape, labels, targets, classes, crops }: BatchParts) {
    this.images = copiedTensor(values, [...shape]);
    this.labels = tf.tensor1d(labels, "int32");
    this.crops = crops;
    this.mixed = targets !== undefined;
    this.#labels = labels;
    this.#classes = classes;
    this.#shares = targets;
  }

  /** How many pictures it has. */
  get length(): number {
    return this.images.shape[0];
  }

  /**
   * How much of each class each picture is, `[N, classes]`, float32: 1 at its label, or the shares that mixup and cutmix have given it; all
   * 0 where its label is hidden. Made when it is first asked for, and disposed with the batch.
   *
   * @throws TypeError where the data set does not say which classes there are
   */
  get targets(): tf.Tensor2D {
    if (!this.#classes) {
      throw new TypeError("Expected a data set that names its classes but this one has none: give it { classes }, or work with labels.");
    }
    const { length } = this.#classes;
    this.#targets ??= tf.tensor2d(this.#shares ?? oneHot(this.#labels, length), [this.#labels.length, length]);
    return this.#targets;
  }

  /** Frees its tensors; again, it does nothing. */
  dispose(): void {
    this.images.dispose();
    this.labels.dispose();
    this.#targets?.dispose();
  }

  toString(): string {
    const crops = this.crops === 1 ? "" : `, ${this.crops} crops of each picture`;
    return `Batch of ${this.length}: images [${this.images.shape.join(", ")}] float32, labels [${this.length}] int32${crops}`;
  }

  [displaySymbol](): MimeBundle | Promise<MimeBundle> {
    if (this.images.isDisposed) return { "text/plain": `${this}, disposed: look at it inside the loop, or at loader.first()` };
    const [count, height, width, channels] = this.images.shape;
    const some = tf.tidy(() => this.images.slice([0, 0, 0, 0], [Math.min(count, shown), height, width, channels]));
    const bundle = (values: ArrayLike<number>): MimeBundle => {
      some.dispose();
      return this.#bundle(values);
    };
    // A WebGPU's memory can't be read at once.
    return tf.getBackend() === "webgpu" ? some.data().then(bundle) : bundle(some.dataSync());
  }

  #bundle(values: ArrayLike<number>): MimeBundle {
    const [, height, width, channels] = this.images.shape;
    const { pixels, range } = toPixels(values);
    const words = `${this}, values ${range}`;
    // contactSheet draws grey and colour; a transform may have made other channels.
    if (channels !== 1 && channels !== 3) return { "text/plain": words };
    const titles = Array.from(this.#labels.subarray(0, shown), (label) => this.#classes?.[label] ?? "");
    return withText(contactSheet({ pixels, height, width, channels, titles })[displaySymbol](), words);
  }
}

/** The one-hot rows of labels, `[N, classes]`; a hidden label's row is 0. */
export function oneHot(labels: Int32Array, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) if (label >= 0) rows[row * classes + label] = 1;
  return rows;
}

/** Values as bytes to look at, and their range in words: 0 … 1 as they are, others (normalised ones) stretched to what there is. */
function toPixels(values: ArrayLike<number>): { readonly pixels: Uint8Array; readonly range: string } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const [from, to] = low >= 0 && high <= 1 ? [0, 1] : [low, high];
  const pixels = Uint8Array.from({ length: values.length }, (_, place) =>
    Math.round((((values[place] as number) - from) * 255) / (to - from || 1)),
  );
  return { pixels, range: `${Number(low.toFixed(2))} … ${Number(high.toFixed(2))}` };
}
