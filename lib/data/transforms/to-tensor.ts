import { oneOf } from "../../base/index.ts";
import { Image } from "../image/image.ts";
import { pixelTransform, stepTransform } from "./make.ts";
import type { SingleTransform, StepTransform } from "./transform.ts";

/**
 * To float32, bytes 0 … 255 as 0 … 1; floats stay. torchvision's `ToTensor`, but for the order, which stays `[height, width, channels]`.
 *
 * A loader does this by itself with bytes that are left at the end.
 */
export function toTensor(): StepTransform {
  return stepTransform({ name: "toTensor", options: [] }, ({ float }) => (float ? [] : [{ kind: "scale", multiply: [1 / 255], add: [0] }]));
}

/**
 * To float32 0 … 1, or to bytes 0 … 255, each as large a share of the whole as the other; what is so already stays. Floats beyond 0 … 1
 * are cut off. torchvision's `ConvertImageDtype`.
 *
 * @throws RangeError unless it is `float32` or `uint8`
 */
export function convertImageDtype(type: "float32" | "uint8"): SingleTransform {
  oneOf({ type }, ["float32", "uint8"]);
  const parts = { name: "convertImageDtype", options: [type] };
  if (type === "uint8") return pixelTransform(parts, toBytes);
  return stepTransform(parts, ({ float }) => (float ? [] : [{ kind: "scale", multiply: [1 / 255], add: [0] }]));
}

/** The picture with floats 0 … 1. */
export function withFloats(image: Image): Image & { readonly values: Float32Array } {
  return toTensor().apply(image) as Image & { readonly values: Float32Array };
}

function toBytes({ values, height, width, channels }: Image): Image {
  if (values instanceof Uint8Array) return new Image({ values: values.slice(), height, width, channels });
  const bytes = new Uint8Array(values.length); // [H, W, C]
  for (let index = 0; index < values.length; index++) {
    // 256 intervals of one length, the last one closed: torchvision's 255 + 1 − 0.001.
    bytes[index] = Math.min(255, Math.max(0, (values[index] as number) * 255.999));
  }
  return new Image({ values: bytes, height, width, channels });
}
