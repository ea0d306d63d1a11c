import type { Data } from "./data.ts";
import { asTensor, type Difference, firstDifference, type Tolerance } from "./difference.ts";
import { brief, likelyCause } from "./likely-cause.ts";
import type { Verdict } from "./outcome.ts";

export interface CompareOptions {
  /** What to say of a wrong answer, where the author knows its cause; undefined leaves it to the general causes. */
  readonly explain?: (got: Data) => string | undefined;
  /** Don't say what was wanted: for an answer that a learner could simply copy from the message. */
  readonly secret?: boolean;
}

export interface CasesOptions {
  /** What to say of a wrong output, where the author knows its cause. */
  readonly explain?: (output: Data, index: number) => string | undefined;
  /** Names a case: `a 1 × 1 filter`. */
  readonly name?: (index: number) => string;
}

/** Right where the answer equals what was wanted exactly; `-0` equals `0`, and `NaN` equals a wanted `NaN`. */
export function equals(got: Data, wanted: Data, options: CompareOptions = {}): Verdict {
  return verdict(got, firstDifference(got, wanted), options);
}

/**
 * Right where every number lies near the wanted one and all else is equal.
 *
 * @param tolerance the largest distance, or `{ absolute, relative }`
 */
export function closeTo(
  got: Data,
  wanted: Data,
  { tolerance, ...options }: CompareOptions & { readonly tolerance: number | Tolerance },
): Verdict {
  return verdict(got, firstDifference(got, wanted, asTolerance(tolerance)), options);
}

/**
 * Partial credit: the fraction of outputs that lie near the wanted ones, and a word about the first that does not.
 *
 * @throws RangeError when nothing was wanted
 */
export function fractionClose(
  outputs: readonly Data[],
  wanted: readonly Data[],
  tolerance: number | Tolerance,
  options: CasesOptions = {},
): Verdict {
  if (wanted.length === 0) throw new RangeError("Expected at least one case to compare but got none");
  const differences = wanted.map((value, index) => firstDifference(outputs[index], value, asTolerance(tolerance)));
  const right = differences.filter((difference) => difference === undefined).length;
  const first = differences.findIndex((difference) => difference !== undefined);
  const difference = differences[first];
  if (!difference) return { fraction: 1, message: wanted.length === 1 ? "Right." : `All ${wanted.length} cases are right.` };
  const output = outputs[first];
  const { message, ...rest } = verdict(output, difference, { explain: () => options.explain?.(output, first) });
  const name = options.name ? ` (${options.name(first)})` : "";
  return {
    ...rest,
    fraction: right / wanted.length,
    message: `${right} of ${wanted.length} cases ${right === 1 ? "is" : "are"} right. Case ${first + 1}${name}: ${message}`,
  };
}

const asTolerance = (tolerance: number | Tolerance): Tolerance => (typeof tolerance === "number" ? { absolute: tolerance } : tolerance);

function verdict(answer: Data, difference: Difference | undefined, { explain, secret = false }: CompareOptions): Verdict {
  if (!difference) return { fraction: 1, message: "Right." };
  const { path } = difference;
  const [wanted, got] = inWords(difference);
  const place = path === "" ? "" : `at ${path} `;
  const found = secret ? `${place}${got} is not right.` : `${place}wanted ${wanted}, got ${got}.`;
  const cause = explain?.(answer) ?? likelyCause(difference, { secret });
  const message = sentence(cause ? `${found} ${cause}` : found);
  return secret ? { fraction: 0, message, got } : { fraction: 0, message, wanted, got };
}

/** The two sides of a difference: by their shapes where those differ. */
function inWords({ wanted, got, structural }: Difference): readonly [wanted: string, got: string] {
  const shapes = [asTensor(wanted), asTensor(got)].flatMap((tensor) => (tensor ? `shape [${tensor.shape.join(", ")}]` : []));
  return structural && shapes[0] && shapes[1] ? [shapes[0], shapes[1]] : [brief(wanted), brief(got)];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
