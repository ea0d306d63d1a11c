import type { Callback } from "../callbacks/callback.ts";
import type { CallbackRecord } from "./fit-record.ts";

/** Whether a callback changes what is trained. */
export const changesTraining = ({ changeBatch, changeGradients }: Callback): boolean => Boolean(changeBatch || changeGradients);

/**
 * Makes sure that the callbacks of a recorded fit are there again, as far as they matter: those that know something, and those that change
 * what is trained.
 *
 * @throws TypeError with the names of those that are missing, or that change training and were not there before
 */
export function expectSameCallbacks(records: readonly CallbackRecord[], callbacks: readonly Callback[]): void {
  const needed = records.filter(({ state, changes }) => state !== undefined || changes).map(({ name }) => name);
  const missing = without(
    needed,
    callbacks.map(({ name }) => name),
  );
  if (missing.length > 0) {
    throw new TypeError(
      `Expected the callbacks that the fit had but ${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing: the fit would not go on as it began.\n  Give them again, in the same order: learner.resume(path, { callbacks: [${missing.join(", ")}] }).`,
    );
  }
  const changing = callbacks.filter(changesTraining).map(({ name }) => name);
  const added = without(
    changing,
    records.filter(({ changes }) => changes).map(({ name }) => name),
  );
  if (added.length > 0) {
    throw new TypeError(
      `Expected the callbacks that the fit had but ${listed(added)}, which changes what is trained, was not among them: the fit would not go on as it began.\n  Leave it out here; a new fit can have it.`,
    );
  }
}

/** Names less others, each as often as it is there. */
function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return names.filter((name) => {
    const place = left.indexOf(name);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
