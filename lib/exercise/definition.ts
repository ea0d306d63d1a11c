import { positive } from "../base/expect.ts";
import type { Random } from "../base/random.ts";
import type { Data } from "./data.ts";
import type { Verdict } from "./outcome.ts";

interface ExerciseBase<Answer> {
  /** Points for a right answer. */
  readonly points: number;
  /** From a nudge to nearly the answer, given one at a time. */
  readonly hints: readonly string[];
  /** A right answer, given to those who skip the exercise. */
  readonly reference: Answer;
  /** Seconds that all cases together may take; 10 unless said. */
  readonly seconds?: number;
}

/** An exercise whose answer is a value. */
export interface ValueExercise<Answer> extends ExerciseBase<Answer> {
  readonly judge: (attempt: { readonly value: Data }) => Verdict | Promise<Verdict>;
}

/** An exercise whose answer is tried on cases: most often a function. */
export interface CaseExercise<Answer, Case> extends ExerciseBase<Answer> {
  /** The cases, made by the judge's side from a seed. */
  readonly cases: (source: { readonly random: Random }) => readonly Case[];
  /** Runs beside the learner's code, on a copy of each case. */
  readonly apply: (answer: Answer, input: Case) => unknown;
  /** Runs on the judge's side only: sees what came out for each case, never the learner's code. */
  readonly judge: (attempt: { readonly outputs: readonly Data[]; readonly cases: readonly Case[] }) => Verdict | Promise<Verdict>;
}

/** An exercise with its types forgotten, as those who run any exercise see it. */
export type Exercise = ValueExercise<unknown> | CaseExercise<unknown, unknown>;

/** An exercise that remembers which type its answer has. */
export type Answering<Answer> = Exercise & { readonly reference: Answer };

/** The exercises of one notebook by id. */
export interface Course<Exercises extends Readonly<Record<string, Exercise>> = Readonly<Record<string, Exercise>>> {
  /** The notebook's name, such as `03-build-cnn`. */
  readonly name: string;
  readonly exercises: Exercises;
}

/**
 * One exercise: what it is worth, what helps, and how an answer is judged.
 *
 * @throws RangeError when its points are not positive
 */
export function exercise<Answer>(definition: ValueExercise<Answer>): Answering<Answer>;
export function exercise<Answer, Case>(definition: CaseExercise<Answer, Case>): Answering<Answer>;
export function exercise<Answer>(definition: ValueExercise<Answer> | CaseExercise<Answer, unknown>): Answering<Answer> {
  positive({ points: definition.points });
  // From here on the answer comes from a learner and its type is unknown: `apply` meets it first, and what it throws is an outcome.
  return definition as Answering<Answer>;
}

/**
 * The exercises of the notebook called `name`.
 *
 * @throws RangeError for an id with other characters than letters, digits, `-` and `_` (nbgrader's rule)
 */
export function course<const Exercises extends Readonly<Record<string, Exercise>>>(name: string, exercises: Exercises): Course<Exercises> {
  for (const id of Object.keys(exercises)) {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id))
      throw new RangeError(`Expected an id of 1 to 64 letters, digits, - and _ but got ${JSON.stringify(id)}`);
  }
  return { name, exercises };
}
