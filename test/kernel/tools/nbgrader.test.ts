import { expect } from "vitest";
import type { Notebook } from "../../../lib/notebook/format.ts";
import { testWith } from "../../support/parts.ts";
import { type Answers, Course } from "./course.ts";
import { Workplace } from "./workplace.ts";

const square = "function square(n: number): number {\n  return n * n;\n}";
const cube = "function cube(n: number): number {\n  return n ** 3;\n}";

/** What students hand in. Their names are in the order in which nbgrader grades them: the worst come first. */
const submissions: Readonly<Record<string, Answers>> = {
  "a-exits": { square: `process.exit(0);\n${square}`, cube },
  "b-exits-in-test": { square: "function square(n: number): number {\n  process.exit(0);\n}", cube },
  "c-loops": { square, cube: "function cube(n: number): number {\n  for (;;) {}\n}" },
  "d-waits-forever": { square, cube: "for (;;) await new Promise((resolve) => setTimeout(resolve, 5));" },
  "e-wrong-type": { square: 'function square(n: number): number {\n  return "nine";\n}', cube },
  "f-stub": {},
  "g-wrong": { square: "function square(n: number): number {\n  return n;\n}", cube: "const cube = (n: number): number => -n;" },
  "h-partly": { square: "function square(n: number): number {\n  return n < 0 || n > 3 ? 0 : n * n;\n}", cube },
  "i-warns": { square: 'function square(n: number): number {\n  console.warn("slow");\n  return n * n;\n}', cube },
  "j-right": { square, cube, words: "They grow." },
};

testWith("tools")(
  "nbgrader releases an assignment without its solutions, and gives points for what passed and for nothing else",
  async () => {
    const course = await Course.make(await Workplace.make());
    releasesWithoutSolutions(await course.release());
    for (const [student, answers] of Object.entries(submissions)) await course.submit(student, answers);
    const said = await course.autograde();
    const points = await course.points();
    expect(Object.keys(points).sort(), said).toEqual(Object.keys(submissions));
    expect(gradedWhole(points), said).toEqual({
      "c-loops": { square: 2, squares: 4, cube: 0, words: 0 },
      "d-waits-forever": { square: 2, squares: 4, cube: 0, words: 0 },
      "e-wrong-type": { square: 0, squares: 0, cube: 3, words: 0 },
      "f-stub": { square: 0, squares: 0, cube: 0, words: 0 },
      "g-wrong": { square: 0, squares: 0, cube: 0, words: 0 },
      "h-partly": { square: 0, squares: 2, cube: 3, words: 0 },
      "i-warns": { square: 2, squares: 4, cube: 3, words: 0 },
      "j-right": { square: 2, squares: 4, cube: 3, words: "open" },
    });
    // A kernel that an answer has ended is started anew, or nbgrader leaves the submission to a person: nothing is given for it either way.
    for (const student of ["a-exits", "b-exits-in-test"]) {
      expect([0, "open"], student).toContain(points[student]?.["square"]);
      expect([0, "open"], student).toContain(points[student]?.["squares"]);
    }
  },
  500_000,
);

type Points = Awaited<ReturnType<Course["points"]>>;

const gradedWhole = (points: Points): Points =>
  Object.fromEntries(
    Object.entries(points)
      .filter(([student]) => !student.includes("exits"))
      .map(([student, cells]) => [
        student,
        Object.fromEntries(Object.entries(cells).map(([id, value]) => [id.replace("-answer", ""), value])),
      ]),
  );

function releasesWithoutSolutions({ cells, metadata }: Notebook): void {
  const sources = cells.map(({ source }) => [source].flat().join(""));
  expect(metadata["kernelspec"]).toMatchObject({ name: "tslab", language: "typescript" });
  expect(sources[2]).toBe('function square(n: number): number {\n  // your code here\n  throw new Error("Not done yet");\n}');
  expect(sources[3]).toBe("assert.equal(square(3), 9);");
  expect(sources[7]).toBe("YOUR ANSWER HERE");
}
