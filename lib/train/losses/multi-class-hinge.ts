import { positive } from "../../base/index.ts";
import { expectShape, tf } from "../../device/index.ts";
import { classShares } from "./class-shares.ts";
import type { HingeOptions } from "./hinge.ts";
import type { Loss } from "./loss.ts";
import { tidied } from "./tidied.ts";

/**
 * Hinge loss for classes: how far each wrong class comes nearer to the right one than the margin, Σ max(0, margin − right + wrong), over
 * the number of classes.
 *
 * Takes scores `[N, classes]` and labels `[N]`. Weston and Watkins, "Support Vector Machines for Multi-Class Pattern Recognition" (1999);
 * equal to PyTorch's `MultiMarginLoss`.
 *
 * @throws RangeError when `margin` is not positive; when called, for shares of classes in the place of labels
 */
export function multiClassHinge({ margin = 1 }: HingeOptions = {}): Loss {
  positive({ margin });
  const each = (outputs: tf.Tensor, labels: tf.Tensor): tf.Tensor => {
    if (labels.rank !== 1)
      throw new RangeError(
        `Expected labels [N] but got targets [${labels.shape.join(", ")}]: this loss needs one right class for each picture.\n  Pictures are mixed (mixup, cutmix)? Take the mixing away, or train with crossEntropy.`,
      );
    expectShape({ outputs }, ["N", "classes"]);
    const right = classShares(outputs, labels); // [N, classes], one-hot
    const rightScore = tf.sum(tf.mul(right, outputs), 1, true); // [N, 1]
    const missing = tf.relu(tf.add(tf.sub(margin, rightScore), outputs)); // [N, classes]
    return tf.mean(tf.mul(tf.sub(1, right), missing), 1); // [N]
  };
  return tidied({
    name: "hinge",
    task: "classes",
    fromLogits: true,
    value: (outputs, targets) => tf.mean(each(outputs, targets)), // scalar
    each,
  });
}
