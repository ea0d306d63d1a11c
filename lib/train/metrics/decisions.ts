import { tf } from "../../device/index.ts";
import type { OutputMeaning } from "../losses/loss.ts";

/**
 * What a model's outputs mean where nobody says: one score an example answers yes or no, several are those of classes; both as logits.
 */
function meaningByShape(outputs: tf.Tensor): OutputMeaning {
  return { task: outputs.rank === 2 && outputs.shape[1] === 1 ? "binary" : "classes", fromLogits: true };
}

/**
 * The class that a model decides for, `[N]`, int32: the one with the highest score; of yes (1) or no (0), yes where its probability is
 * above one half.
 *
 * @param outputs scores `[N, classes]`, or `[N, 1]` for yes or no
 * @param meaning by the loss; by the shape unless told
 * @throws TypeError when the outputs are values
 */
export function decisions(outputs: tf.Tensor, meaning: OutputMeaning = meaningByShape(outputs)): tf.Tensor {
  const { task, fromLogits } = ofClasses(meaning);
  if (task === "classes") return tf.argMax(outputs, 1); // [N]
  return tf.cast(tf.greater(tf.reshape(outputs, [-1]), fromLogits ? 0 : 0.5), "int32"); // [N]
}

/**
 * The probability of each class, `[N, classes]`; of no and yes, `[N, 2]`, where a model gives one score.
 *
 * @param outputs scores `[N, classes]`, or `[N, 1]` for yes or no
 * @param meaning by the loss; by the shape unless told
 * @throws TypeError when the outputs are values
 */
export function probabilities(outputs: tf.Tensor, meaning: OutputMeaning = meaningByShape(outputs)): tf.Tensor {
  const { task, fromLogits } = ofClasses(meaning);
  if (task === "classes") return fromLogits ? tf.softmax(outputs) : outputs.clone(); // [N, classes]
  return tf.tidy(() => {
    const scores = tf.reshape(outputs, [-1, 1]); // [N, 1]
    // The sigmoid of −x is more exact than 1 − sigmoid(x) where x is large.
    const [no, yes] = fromLogits ? [tf.sigmoid(tf.neg(scores)), tf.sigmoid(scores)] : [tf.sub(1, scores), scores];
    return tf.concat([no, yes], 1); // [N, 2]
  });
}

/**
 * Whether outputs are scores of classes, of any size, not probabilities.
 *
 * @param meaning by the loss; by the shape unless told
 * @throws TypeError when the outputs are values
 */
export function areScores(outputs: tf.Tensor, meaning: OutputMeaning = meaningByShape(outputs)): boolean {
  return ofClasses(meaning).fromLogits;
}

function ofClasses(meaning: OutputMeaning): OutputMeaning {
  if (meaning.task !== "values") return meaning;
  throw new TypeError(
    "Expected a model that tells classes but its loss says that it gives values.\n  Judge values by meanAbsoluteError, rootMeanSquaredError or rSquared; or train for classes with crossEntropy.",
  );
}
