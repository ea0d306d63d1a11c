import { describe } from "../../base/expect.ts";
import { formatCount, plural } from "../../base/format.ts";
import { Problem } from "../../base/problem.ts";

/** Predictions as they arrive: nothing is known of the values yet. */
export interface GivenPredictions {
  readonly ids: readonly string[];
  readonly predictions: ArrayLike<unknown>;
}

/**
 * Checks the form of predictions: how many, each a class that exists, each picture once. Learner and server use the same words.
 *
 * @throws Problem `predictions-length`, `prediction-not-a-class`, `prediction-out-of-range` or `picture-twice`
 */
export function checkPredictions(
  { ids, predictions }: GivenPredictions,
  wanted: { readonly pictures: number; readonly classes: readonly string[] },
): void {
  if (predictions.length !== wanted.pictures) {
    throw new Problem(
      "predictions-length",
      `Expected ${plural(wanted.pictures, "prediction")} but got ${formatCount(predictions.length)}.`,
      { hint: "Predict every picture of the test set, in one go: the last batch may be smaller than the others, don't drop it." },
    );
  }
  if (ids.length !== predictions.length) {
    throw new Problem(
      "predictions-length",
      `Expected one id for each of the ${plural(predictions.length, "prediction")} but got ${plural(ids.length, "id")}.`,
      { hint: "Submit what learner.predict returns: it keeps ids and predictions together." },
    );
  }
  for (let index = 0; index < predictions.length; index++) checkClass(predictions[index], { index, classes: wanted.classes });
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) {
      throw new Problem("picture-twice", `Expected each picture once but got ${describe(id)} twice.`, {
        hint: "Does the loader sample with replacement? Predict with a loader that goes through the set once, in order.",
      });
    }
    seen.add(id);
  }
}

function checkClass(value: unknown, { index, classes }: { readonly index: number; readonly classes: readonly string[] }): void {
  // JSON has no NaN: it arrives as null.
  if (value === null || Number.isNaN(value)) {
    throw new Problem("prediction-not-a-class", `Expected a class number but got NaN at index ${formatCount(index)}.`, {
      hint: "NaN means that the training diverged: lower the learning rate, and look at the loss before you submit.",
    });
  }
  if (!Number.isInteger(value)) {
    throw new Problem("prediction-not-a-class", `Expected a class number but got ${describe(value)} at index ${formatCount(index)}.`, {
      hint: "A prediction is the index of the most probable class, such as 3: take the arg max of the probabilities.",
    });
  }
  const number = Number(value);
  if (number < 0 || number >= classes.length) {
    throw new Problem(
      "prediction-out-of-range",
      `Expected classes between 0 and ${classes.length - 1} but got ${number} at index ${formatCount(index)}.`,
      { hint: `The ${classes.length} classes are numbered from 0. Predictions that start at 1? Subtract 1.` },
    );
  }
}

/**
 * The predictions in the order of a competition's own pictures.
 *
 * @param given as `checkPredictions` accepts them
 * @throws Problem `picture-unknown` unless the ids are exactly the competition's
 */
export function arrange({ ids, predictions }: GivenPredictions, wantedIds: readonly string[]): number[] {
  const byId = new Map(ids.map((id, index) => [id, Number(predictions[index])]));
  const arranged = wantedIds.map((id) => byId.get(id));
  const missing = wantedIds.filter((_, index) => arranged[index] === undefined);
  if (missing.length > 0) {
    const known = new Set(wantedIds);
    const strangers = ids.filter((id) => !known.has(id));
    throw new Problem(
      "picture-unknown",
      `Expected predictions for the competition's own pictures but got ${plural(strangers.length, "unknown id")}, the first ${describe(strangers[0])}; ${plural(missing.length, "picture")} had none, the first ${describe(missing[0])}.`,
      {
        hint: "Are these predictions for another part of the data, or for pictures fetched from another leaderboard? Predict the test set.",
      },
    );
  }
  return arranged.map(Number);
}
