import { tf } from "../../device/index.ts";
import type { Loss } from "./loss.ts";

/** The same loss, leaving no tensor but its result when it is called outside of `tf.tidy`. */
export function tidied<const T extends Loss>(loss: T): T {
  const { weight } = loss;
  return {
    ...loss,
    value: (outputs, targets) => tf.tidy(() => loss.value(outputs, targets)),
    each: (outputs, targets) => tf.tidy(() => loss.each(outputs, targets)),
    ...(weight && { weight: (outputs: tf.Tensor, targets: tf.Tensor) => tf.tidy(() => weight(outputs, targets)) }),
  };
}
