import { randomUUID } from "node:crypto";
import { plural } from "../base/format.ts";
import { byLikeness } from "../base/nearest.ts";
import { check, type Exercise, type Outcome } from "../exercise/index.ts";
import { type AnswerTo, exerciseIds, type exercises, findExercise } from "./exercises/index.ts";
import { looks, say } from "./message.ts";
import { updateProgress } from "./progress.ts";
import { CheckResult, outcomeMessage } from "./result.ts";
import { readSolution } from "./solution.ts";

/** What was handed out by `skip` in this process, by exercise: checking it earns nothing. */
const skipped = new Map<string, unknown>();

/** One exercise as a notebook sees it: checks answers, gives hints, shows the solution, or lets the learner go on without. */
export class NotebookExercise<Answer> {
  readonly id: string;
  readonly #exercise: Exercise;
  readonly #notebook: string;

  constructor(id: string, found: { readonly exercise: Exercise; readonly notebook: string }) {
    this.id = id;
    this.#exercise = found.exercise;
    this.#notebook = found.notebook;
  }

  /**
   * Judges an answer, shows the outcome and returns it. The cases are new ones each time.
   *
   * @param answer a value, a function, or a promise of either
   * @throws Error under nbgrader (`NBGRADER_EXECUTION`) when the answer earns no point, as nbgrader expects
   */
  async check(answer: unknown): Promise<CheckResult> {
    const handedOut = skipped.has(this.id) && Object.is(skipped.get(this.id), answer);
    const outcome = handedOut ? this.#skippedOutcome() : await check(this.id, this.#exercise, { answer, seed: randomUUID() });
    const { progress, note } = await updateProgress(this.id, (before) =>
      outcome.status === "UNATTEMPTED"
        ? before
        : { ...before, attempts: before.attempts + 1, points: Math.max(before.points, outcome.points), status: outcome.status },
    );
    const result = new CheckResult(outcome);
    if (process.env["NBGRADER_EXECUTION"] && outcome.points === 0) throw new Error(result.toString());
    const hintsLeft = this.#exercise.hints.length - progress.hints;
    const help =
      outcome.status !== "PASS" && hintsLeft > 0 ? [`Stuck? await exercise("${this.id}").hint() (${plural(hintsLeft, "hint")} left)`] : [];
    say(outcomeMessage(outcome, [...help, ...(note ? [note] : [])]));
    return result;
  }

  /** Shows the next hint and says how many are left. */
  async hint(): Promise<void> {
    const { hints } = this.#exercise;
    let given = 0;
    const { note } = await updateProgress(this.id, (before) => {
      given = Math.min(before.hints, hints.length);
      return { ...before, hints: Math.min(before.hints + 1, hints.length) };
    });
    const left = hints.length - given - 1;
    const rest =
      left > 0
        ? `${plural(left, "hint")} left.`
        : `No hint is left. After an attempt, await exercise("${this.id}").solution() shows the solution.`;
    const small = note ? [rest, note] : [rest];
    const next = hints[given];
    if (next !== undefined) say({ look: looks.help, title: `Hint ${given + 1} of ${hints.length}:`, text: next, small });
    else say({ look: looks.help, title: "All hints again:", text: hints.map((hint, index) => `${index + 1}. ${hint}`).join(" "), small });
  }

  /** Shows the solution, once an answer was checked. */
  async solution(): Promise<void> {
    const { progress } = await updateProgress(this.id, (before) => before);
    if (progress.attempts === 0) {
      say({
        look: looks.open,
        title: "Not yet.",
        text: `Try it first: the solution is shown after an answer was checked. A hint helps: await exercise("${this.id}").hint()`,
      });
      return;
    }
    const code = await readSolution(this.id, this.#notebook);
    if (code === undefined)
      say({
        look: looks.help,
        title: "No solution here.",
        text: `This copy of the course has none. await exercise("${this.id}").skip() gives an answer to go on with.`,
      });
    else say({ look: looks.help, title: `A solution of exercise ${this.id}:`, text: "", code });
  }

  /**
   * Gives a right answer so that the rest of the notebook goes on; it earns no points.
   *
   * @example
   * const rows = await exercise("03-1").skip();
   */
  async skip(): Promise<Answer> {
    const { note } = await updateProgress(this.id, (before) => ({ ...before, skipped: true }));
    const answer = this.#exercise.reference;
    skipped.set(this.id, answer);
    say({
      look: looks.open,
      title: `Exercise ${this.id} is skipped:`,
      text: "this answer is given to you, for 0 points. Come back to it any time.",
      small: note ? [note] : [],
    });
    // The reference is an answer by its definition; `exercise(id)` derives its type from there.
    return answer as Answer;
  }

  #skippedOutcome(): Outcome {
    return {
      status: "UNATTEMPTED",
      points: 0,
      of: this.#exercise.points,
      message: "You skipped this exercise. To earn its points, write an answer of your own and restart the kernel.",
    };
  }
}

/**
 * The exercise with this id, to check an answer, get a hint, see the solution or skip it.
 *
 * @throws RangeError where there is no such exercise, naming the nearest
 * @example
 * await exercise("03-1").check(rows);
 */
export function exercise<Id extends keyof typeof exercises>(id: Id): NotebookExercise<AnswerTo<Id>>;
export function exercise(id: string): NotebookExercise<unknown>;
export function exercise(id: string): NotebookExercise<unknown> {
  const found = findExercise(id);
  if (!found)
    throw new RangeError(
      `Expected the id of an exercise but got ${JSON.stringify(id)}. The nearest are ${byLikeness(id, exerciseIds()).slice(0, 4).join(", ")}.`,
    );
  return new NotebookExercise(id, found);
}
