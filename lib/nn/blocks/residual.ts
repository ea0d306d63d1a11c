import { tf } from "../../device/index.ts";
import { apply } from "./apply.ts";
import { type NormalizedConvolutionOptions, normalizedConvolution } from "./convolution.ts";

export interface ResidualOptions {
  /** Before the names of its layers, such as "layer1.0". */
  readonly name: string;
  /** Channels that come out; of a bottleneck four times this number. */
  readonly filters: number;
  readonly stride?: number;
  readonly seed?: number | string | undefined;
}

/**
 * Two 3 × 3 convolutions whose result is added to what came in: `[N, H, W, C]` → `[N, H / stride, W / stride, filters]`.
 *
 * The block need only learn by how much its input should change, and gradients have a way around it. He et al., "Deep Residual Learning
 * for Image Recognition" (2016), figure 5 left; the names are torchvision's.
 */
export function basicBlock(x: tf.SymbolicTensor, { name, filters, stride = 1, seed }: ResidualOptions): tf.SymbolicTensor {
  const shared = { filters, seed };
  const first = normalizedConvolution(x, { ...shared, names: namesOf(name, 1), stride });
  const second = normalizedConvolution(first, { ...shared, names: namesOf(name, 2), activation: "none" });
  return addShortcut(second, { from: x, name, stride, seed });
}

/**
 * A residual block that is narrow inside: 1 × 1 to `filters` channels, 3 × 3, 1 × 1 to four times as many.
 * `[N, H, W, C]` → `[N, H / stride, W / stride, 4 · filters]`
 *
 * He et al. (2016), figure 5 right; the stride is in the 3 × 3 convolution, as in torchvision ("ResNet V1.5").
 */
export function bottleneck(x: tf.SymbolicTensor, { name, filters, stride = 1, seed }: ResidualOptions): tf.SymbolicTensor {
  const narrowed = normalizedConvolution(x, { names: namesOf(name, 1), filters, kernel: 1, seed });
  const middle = normalizedConvolution(narrowed, { names: namesOf(name, 2), filters, stride, seed });
  const options: NormalizedConvolutionOptions = { names: namesOf(name, 3), filters: 4 * filters, kernel: 1, activation: "none", seed };
  const widened = normalizedConvolution(middle, options);
  return addShortcut(widened, { from: x, name, stride, seed });
}

interface ShortcutOptions extends Required<Pick<ResidualOptions, "name" | "stride" | "seed">> {
  readonly from: tf.SymbolicTensor;
}

/** Adds what came in, brought to the same shape by a 1 × 1 convolution where it has another, and ends with ReLU. */
function addShortcut(x: tf.SymbolicTensor, { from, name, stride, seed }: ShortcutOptions): tf.SymbolicTensor {
  const filters = x.shape.at(-1) as number;
  const shortcut =
    stride === 1 && from.shape.at(-1) === filters
      ? from
      : normalizedConvolution(from, {
          names: { convolution: `${name}.downsample.0`, normalization: `${name}.downsample.1` },
          filters,
          kernel: 1,
          stride,
          activation: "none",
          seed,
        });
  return apply(tf.layers.reLU({ name: `${name}.relu` }), apply(tf.layers.add({ name: `${name}.add` }), [x, shortcut]));
}

const namesOf = (block: string, number: number) => ({ convolution: `${block}.conv${number}`, normalization: `${block}.bn${number}` });
