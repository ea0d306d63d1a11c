import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exerciseIds, exercises, findExercise } from "../../lib/course/exercises/index.ts";

test("every definition file is in the list, its ids begin with its number, and no id is there twice", async () => {
  const files = (await readdir(join(import.meta.dirname, "../../lib/course/exercises"))).filter((file) => file !== "index.ts");
  const ids = exerciseIds();
  expect(new Set(ids.map((id) => findExercise(id)?.notebook))).toEqual(new Set(files.map((file) => file.replace(/\.ts$/, ""))));
  for (const id of ids) expect(findExercise(id)?.notebook.slice(0, 2)).toBe(id.slice(0, 2));
  expect(Object.keys(exercises)).toEqual(ids);
});

test("every exercise has hints", () => {
  for (const id of exerciseIds()) expect(findExercise(id)?.exercise.hints.length).toBeGreaterThan(0);
});
