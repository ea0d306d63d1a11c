import { describe } from "../base/index.ts";
import { device, hasBfloat16, type NativeBinding, tf } from "../device/index.ts";

/** How TensorFlow computes a graph. */
export interface GraphOptions {
  /**
   * "mixed" computes convolutions and matrix products in bfloat16, the rest in float32: variables, their updates and the loss. On processors
   * with instructions for it wide networks train up to 1.7 times as fast, and NVIDIA's GPUs from Ampere on have them too; where a step takes
   * milliseconds nothing is gained. Each product is right to about three decimal digits (bfloat16 has 8 bits), which training does not mind:
   * losses of small networks agree with float32's to some 1 %; those of single steps of a deep one may lie 10 % apart, on the same course.
   * float32 unless told. Keras' policy "mixed_bfloat16", PyTorch's `autocast`.
   */
  readonly precision?: "float32" | "mixed";
  /**
   * Hands the graph to the compiler XLA, which makes one program of it: a gain on many GPUs, a loss on processors, and seconds for each
   * graph; the numbers agree to rounding, but dropout draws others. False unless told. Keras' `jit_compile`.
   */
  readonly xla?: boolean;
}

/** @throws RangeError where the precision is unknown */
export function expectGraphOptions({ precision = "float32" }: GraphOptions): void {
  if (precision === "float32" || precision === "mixed") return;
  throw new RangeError(`Expected precision to be "float32" or "mixed" but got ${describe(precision)}`);
}

/** Whether anything is asked for but TensorFlow's usual way. */
export const isSpecial = ({ precision = "float32", xla = false }: GraphOptions): boolean => precision === "mixed" || xla;

/**
 * Why what is asked for can't be had here.
 *
 * @param binding undefined on engines other than TensorFlow's
 * @param bfloat16 whether the processor computes in it; found out unless told
 * @returns undefined where it can be tried
 */
export function whyUnmet(options: GraphOptions, binding: NativeBinding | undefined, bfloat16?: boolean): string | undefined {
  if (!isSpecial(options)) return undefined;
  const isMixed = options.precision === "mixed";
  if (!binding) return `${isMixed ? mixed : "xla: true"} needs the engine tensorflow or cuda, and ${tf.getBackend()} computes`;
  if (options.xla && !binding.addGraphFunction) {
    return "xla: true needs this project's own binding to TensorFlow, and tfjs-node's is loaded.\n  Run npm run setup";
  }
  if (!isMixed || device.current?.engine === "cuda" || (bfloat16 ?? hasBfloat16())) return undefined;
  return `${mixed} gains nothing here: the processor has no instructions for bfloat16, or oneDNN is switched off`;
}

const mixed = 'precision: "mixed"';
