import { describe } from "../base/expect.ts";
import { formatSeconds } from "../base/format.ts";
import { type Data, toData, UnusableAnswer } from "./data.ts";
import type { Exercise } from "./definition.ts";
import { stopped, timedCall, timedOut } from "./timed-call.ts";
import { NotDoneError, unfinished } from "./todo.ts";

/** What came of a learner's answer, as plain data: all that a judge gets to see. */
export type Attempt =
  | { readonly kind: "value"; readonly value: Data }
  | { readonly kind: "outputs"; readonly outputs: readonly Data[] }
  | { readonly kind: "unattempted" }
  /** The answer is of a kind that can't be judged. */
  | { readonly kind: "unusable"; readonly message: string }
  /** The learner's code threw, or took too long. */
  | { readonly kind: "exception"; readonly message: string };

export interface AttemptOptions {
  /** What the learner gave, or a promise of it. */
  readonly answer: unknown;
  /** The cases as the judge made them; none for an exercise without cases. */
  readonly cases: readonly unknown[];
}

/**
 * The learner's half of a check: awaits the answer, tries it on a copy of each case, and keeps copies of what comes out.
 *
 * @throws only when the user stops it
 */
export async function attempt(id: string, exercise: Exercise, { answer, cases }: AttemptOptions): Promise<Attempt> {
  const clock = new Deadline(exercise.seconds ?? 10);
  let place = "";
  try {
    const settled: unknown = await clock.run(() => answer);
    if (!("cases" in exercise)) return { kind: "value", value: await clock.run(() => toData(settled)) };
    const { reference } = exercise;
    if (typeof settled !== typeof reference)
      return { kind: "unusable", message: `Expected ${kindOf(reference)} but got ${describe(settled)}.` };
    const outputs: Data[] = [];
    for (const [index, input] of cases.entries()) {
      place = ` (case ${index + 1} of ${cases.length})`;
      const output: unknown = await clock.run(() => exercise.apply(settled, structuredClone(input)));
      outputs.push(await clock.run(() => toData(output)));
    }
    return { kind: "outputs", outputs };
  } catch (error) {
    if (stopped(error)) throw error;
    if (unfinished(error) === id) return { kind: "unattempted" };
    if (error instanceof UnusableAnswer) return { kind: "unusable", message: `${error.message}.` };
    if (error instanceof TimeIsUp) return { kind: "exception", message: `${error.message}${place}: does a loop never end?` };
    const message = error instanceof Error ? `${error.name}: ${error.message}` : `Your code threw ${describe(error)}`;
    const cause = pastTheEnd.test(message)
      ? " Something was looked up in a place that does not exist: does an index run past the end?"
      : "";
    return { kind: "exception", message: `${message}${place}.${cause}` };
  }
}

/** V8's words where `table[row][column]` is read or written and the row is not there. */
const pastTheEnd = /^TypeError: Cannot (?:read|set) properties of undefined \((?:reading|setting) '\d+'\)/;

class TimeIsUp extends Error {}

/** The time that all of a learner's code in one check shares. */
class Deadline {
  readonly #seconds: number;
  readonly #end: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.#end = performance.now() + seconds * 1000;
  }

  /** Calls and awaits a learner's code. @throws what it throws, TimeIsUp when time is up */
  async run<T>(call: () => T): Promise<Awaited<T>> {
    let timer: NodeJS.Timeout | undefined;
    const late = (): Error => new TimeIsUp(`No result within ${formatSeconds(this.#seconds)}`);
    const left = (): number => Math.max(1, Math.ceil(this.#end - performance.now()));
    try {
      const result = timedCall(call, left());
      // An unfinished answer is not to be awaited: looking for its `then` would be a use of it.
      const id = unfinished(result);
      if (id !== undefined) throw new NotDoneError(id);
      const timeout = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(late()), left());
      });
      return await Promise.race([result, timeout]);
    } catch (error) {
      throw timedOut(error) ? late() : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "an array" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
