/** The exercises of every notebook. */
import type { Exercise } from "../../exercise/index.ts";
import prepareData from "./01-prepare-data.ts";
import loadData from "./02-load-data.ts";
import buildCnn from "./03-build-cnn.ts";
import speed from "./04-speed.ts";

const courses = [prepareData, loadData, buildCnn, speed] as const;

/** All exercises by id. */
export const exercises = { ...prepareData.exercises, ...loadData.exercises, ...buildCnn.exercises, ...speed.exercises } as const;

/** The type of a right answer to an exercise. */
export type AnswerTo<Id extends keyof typeof exercises> = (typeof exercises)[Id]["reference"];

/** An exercise and the notebook that poses it, or undefined for an id that no notebook has. */
export function findExercise(id: string): { readonly exercise: Exercise; readonly notebook: string } | undefined {
  for (const { name, exercises } of courses) {
    const exercise = Object.entries<Exercise>(exercises).find(([own]) => own === id)?.[1];
    if (exercise) return { exercise, notebook: name };
  }
  return undefined;
}

/** The ids of all exercises, in the order of the notebooks. */
export function exerciseIds(): readonly string[] {
  return courses.flatMap(({ exercises }) => Object.keys(exercises));
}
