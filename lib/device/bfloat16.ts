import { readFileSync } from "node:fs";

/** What Linux calls the instructions for bfloat16 of Intel's and AMD's processors, and of Arm's. */
const instructions = /^(?:flags|Features)\s*:.*\b(?:avx512_bf16|amx_bf16|avx_ne_convert|bf16)\b/m;

/**
 * Whether TensorFlow computes faster in bfloat16 than in float32 on this processor: the processor has instructions for it, and oneDNN, which
 * knows them, is not switched off.
 *
 * @param processor what Linux tells of the processor
 */
export function hasBfloat16(processor: string = processorInLinux()): boolean {
  return process.env["TF_ENABLE_ONEDNN_OPTS"] !== "0" && instructions.test(processor);
}

/** The text of /proc/cpuinfo; empty where there is none, as on macOS. */
function processorInLinux(): string {
  try {
    return readFileSync("/proc/cpuinfo", "utf8");
  } catch {
    return "";
  }
}
