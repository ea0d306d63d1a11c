import type { Predictions } from "../data/index.ts";
import { tf } from "../device/index.ts";
import type { OutputMeaning } from "./losses/loss.ts";
import { probabilities } from "./metrics/decisions.ts";

/** What a model answers for each picture, by what its outputs mean; or the sum or mean of several such answers. */
export interface Answers {
  readonly task: OutputMeaning["task"];
  /** Numbers for each picture: the probabilities of its classes, of no and yes where there is one score, or its value. */
  readonly width: number;
  /** `[N, width]` */
  readonly numbers: Float32Array;
}

/** How many numbers an answer has, from the model's outputs. */
export function answerWidth({ task }: OutputMeaning, outputs: number): number {
  return task === "binary" ? 2 : task === "values" ? 1 : outputs;
}

/** The answers in a model's outputs: probabilities `[N, classes]`, of no and yes `[N, 2]`, or values `[N, 1]`. */
export function answersIn(outputs: tf.Tensor, meaning: OutputMeaning): tf.Tensor {
  return meaning.task === "values" ? tf.clone(outputs) : probabilities(outputs, meaning);
}

/**
 * Answers as predictions: the most probable class of each picture with its probabilities; or its value, and as its class the whole number
 * next to that.
 */
export function predictionsFrom({ task, width, numbers }: Answers): Pick<Predictions, "classes" | "probabilities" | "values"> {
  if (task === "values") return { classes: Int32Array.from(numbers, Math.round), values: numbers };
  const classes = Int32Array.from({ length: numbers.length / width }, (_, picture) => {
    const row = numbers.subarray(picture * width, (picture + 1) * width);
    return largestPlace(row);
  });
  return { classes, probabilities: numbers };
}

/** The place of the largest number, the first of them where several are. */
function largestPlace(numbers: Float32Array): number {
  let best = 0;
  for (let place = 1; place < numbers.length; place++) if ((numbers[place] as number) > (numbers[best] as number)) best = place;
  return best;
}
