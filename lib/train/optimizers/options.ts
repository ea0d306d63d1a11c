import { byLikeness, describe } from "../../base/index.ts";

/** Names by which other libraries and slips of the pen call what belongs to a fit. */
const rates: readonly string[] = ["learningRate", "rate", "lr"];

/**
 * Makes sure that an optimizer was given options that it has: a wrong name would change nothing, silently.
 *
 * @param maker the function's name, for the message
 * @throws TypeError when `options` is not an object
 * @throws RangeError when one has a name that is not among `names`
 */
export function knownOptions(maker: string, options: unknown, names: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`Expected options by name, such as ${maker}({ ${names[0]}: 0.9 }), but got ${describe(options)}`);
  }
  const wrong = Object.keys(options).find((name) => !names.includes(name));
  if (wrong === undefined) return;
  const mend = rates.includes(wrong) ? "\n  The learning rate belongs to the fit: learner.fit(3, { learningRate: 0.01 })." : "";
  throw new RangeError(
    `Expected each option of ${maker} to be one of ${byLikeness(wrong, names).join(", ")} but got ${describe(wrong)}${mend}`,
  );
}
