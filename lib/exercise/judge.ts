import { Random } from "../base/random.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { Exercise } from "./definition.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

/** The cases of an exercise, the same for the same seed; none where its answer is a value. */
export function casesOf(exercise: Exercise, seed: string): readonly unknown[] {
  return "cases" in exercise ? exercise.cases({ random: Random.for(seed, "cases") }) : [];
}

/** The judge's half of a check: what an attempt is worth. Sees plain data only, never the learner's code. */
export async function judge(
  id: string,
  exercise: Exercise,
  { attempt, cases }: { readonly attempt: Attempt; readonly cases: readonly unknown[] },
): Promise<Outcome> {
  const of = exercise.points;
  switch (attempt.kind) {
    case "unattempted":
      return { status: "UNATTEMPTED", points: 0, of, message: `Write your answer in the place of todo("${id}") and run the cell again.` };
    case "unusable":
      return { status: "FAIL", points: 0, of, message: attempt.message };
    case "exception":
      return { status: "EXCEPTION", points: 0, of, message: attempt.message };
    case "value":
    case "outputs":
      return outcomeOf(await verdictOn(exercise, attempt, cases), of);
  }
}

/** Both halves at once, as a notebook plays them. @throws only when the user stops it */
export async function check(
  id: string,
  exercise: Exercise,
  { answer, seed }: { readonly answer: unknown; readonly seed: string },
): Promise<Outcome> {
  const tried = await attempt(id, exercise, { answer, cases: casesOf(exercise, seed) });
  // The cases are made a second time: those that the learner's code saw don't matter, whatever it did to them.
  return judge(id, exercise, { attempt: tried, cases: casesOf(exercise, seed) });
}

async function verdictOn(exercise: Exercise, attempt: Extract<Attempt, { kind: "value" | "outputs" }>, cases: readonly unknown[]) {
  if ("cases" in exercise && attempt.kind === "outputs") {
    if (attempt.outputs.length !== cases.length) throw new RangeError(`Expected ${cases.length} outputs but got ${attempt.outputs.length}`);
    return exercise.judge({ outputs: attempt.outputs, cases });
  }
  if (!("cases" in exercise) && attempt.kind === "value") return exercise.judge({ value: attempt.value });
  throw new TypeError(`Expected an attempt at this kind of exercise but got one of kind ${attempt.kind}`);
}
