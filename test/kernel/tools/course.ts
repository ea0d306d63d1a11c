import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../../lib/base/paths.ts";
import type { Notebook } from "../../../lib/notebook/format.ts";
import { type Cell, notebookOf, type Workplace } from "./workplace.ts";

/** The marks that nbgrader's own cell toolbar sets. */
function marks(id: string, what: { readonly points?: number; readonly solution?: boolean }): Readonly<Record<string, unknown>> {
  const { points, solution = false } = what;
  const grade = points !== undefined;
  return {
    nbgrader: { schema_version: 3, grade_id: id, grade, solution, locked: !solution, task: false, ...(grade && { points }) },
  };
}

const answer = (name: string, body: string): Cell => ({
  source: `function ${name}(n: number): number {\n  // ### BEGIN SOLUTION\n  ${body}\n  // ### END SOLUTION\n}`,
  metadata: marks(`${name}-answer`, { solution: true }),
});

const test = (id: string, points: number, ...lines: string[]): Cell => ({ source: lines.join("\n"), metadata: marks(id, { points }) });

/** An instructor's notebook: two functions with tests, one of them hidden, a cell of partial credit, and an answer in words. */
const source: readonly Cell[] = [
  { type: "markdown", source: "# Powers" },
  { source: 'import assert from "node:assert";', metadata: marks("set-up", {}) },
  answer("square", "return n * n;"),
  test("square", 2, "assert.equal(square(3), 9);", "// ### BEGIN HIDDEN TESTS", "assert.equal(square(-2), 4);", "// ### END HIDDEN TESTS"),
  test("squares", 4, "[2, 3, 4, 5].filter((n) => square(n) === n * n).length"),
  answer("cube", "return n ** 3;"),
  test("cube", 3, "assert.equal(cube(2), 8);"),
  { type: "markdown", source: "Because.", metadata: marks("words-answer", { points: 5, solution: true }) },
];

/** What a student wrote in the place of an answer's whole cell. */
export type Answers = Readonly<Partial<Record<"square" | "cube" | "words", string>>>;

/** A course of nbgrader's with the assignment `powers`, in a workplace. */
export class Course {
  readonly #workplace: Workplace;

  private constructor(workplace: Workplace) {
    this.#workplace = workplace;
  }

  /** Makes the course folder with the configuration that the project offers, and the instructor's notebook in it. */
  static async make(workplace: Workplace): Promise<Course> {
    await copyFile(join(projectRoot, "lib/kernel/nbgrader_config.py"), workplace.path("nbgrader_config.py"));
    await mkdir(workplace.path("source/powers"), { recursive: true });
    await writeFile(workplace.path("source/powers/powers.ipynb"), JSON.stringify(notebookOf(source)));
    return new Course(workplace);
  }

  /** The notebook that students get. @throws Error with what nbgrader said where it makes none */
  async release(): Promise<Notebook> {
    const { status, stderr } = await this.#workplace.run("nbgrader", ["generate_assignment", "powers", "--create"]);
    if (status !== 0) throw new Error(`Expected nbgrader to make the assignment but it said:\n${stderr}`);
    return this.#workplace.read("release/powers/powers.ipynb");
  }

  /** Hands in the released notebook with a student's answers. */
  async submit(student: string, answers: Answers): Promise<void> {
    const notebook = JSON.parse(await readFile(this.#workplace.path("release/powers/powers.ipynb"), "utf8")) as Notebook;
    const cells = notebook.cells.map((cell) => {
      const { grade_id: id = "" } = (cell.metadata["nbgrader"] ?? {}) as { readonly grade_id?: string };
      const written = answers[id.replace("-answer", "") as keyof Answers];
      return written === undefined ? cell : { ...cell, source: written };
    });
    const folder = this.#workplace.path("submitted", student, "powers");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "powers.ipynb"), JSON.stringify({ ...notebook, cells }));
  }

  /** Grades all that was handed in. @returns what nbgrader said */
  async autograde(): Promise<string> {
    const { stderr } = await this.#workplace.run("nbgrader", ["autograde", "powers", "--ExecutePreprocessor.timeout=10"], 400);
    return stderr;
  }

  /** Each student's points by graded cell, from the gradebook; `open` where a person has to grade and there are none. */
  async points(): Promise<Readonly<Record<string, Readonly<Record<string, number | "open">>>>> {
    const { stdout, stderr } = await this.#workplace.run("python", [join(import.meta.dirname, "gradebook.py")]);
    if (stdout === "") throw new Error(`Expected the gradebook's points but got:\n${stderr}`);
    return JSON.parse(stdout);
  }
}
