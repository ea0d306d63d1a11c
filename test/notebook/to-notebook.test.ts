import { expect, test } from "vitest";
import { Problem } from "../../lib/base/problem.ts";
import { exerciseCells, parseScript, solutionCode, toNotebook, toStubScript } from "../../lib/notebook/index.ts";

const exerciseMark = '// %% {"descent":{"exercise":"00-1"}}';
const source = [
  "// %% [markdown]",
  "// # A notebook",
  "",
  exerciseMark,
  "function twice(x: number): number {",
  "  // BEGIN SOLUTION",
  '  // STUB: return todo("00-1");',
  "  const secret = x;",
  "  return secret + x;",
  "  // END SOLUTION",
  "}",
  'await exercise("00-1").check(twice);',
  "",
  '// %% {"id":"last"}',
  "twice(4);",
  "",
].join("\n");

const cellSources = (solutions: boolean) => toNotebook(source, { name: "00-a", solutions }).cells.map((cell) => cell.source.join(""));

test("gives learners the stub in the place of the solution, at its indentation", () => {
  expect(cellSources(false)[1]).toBe(
    'function twice(x: number): number {\n  // your code here\n  return todo("00-1");\n}\nawait exercise("00-1").check(twice);',
  );
  expect(JSON.stringify(toNotebook(source, { name: "00-a", solutions: false }))).not.toContain("secret");
});

test("keeps the solution cell as it is written where solutions stay in", () => {
  expect(cellSources(true)[1]).toContain("  const secret = x;\n  return secret + x;\n  // END SOLUTION\n}");
});

test("makes a notebook of format 4.5 for the kernel tslab, with empty outputs and an id for every cell", () => {
  const { cells, metadata, nbformat, nbformat_minor } = toNotebook(source, { name: "00-a", solutions: false });
  expect([nbformat, nbformat_minor, (metadata["kernelspec"] as { name: string }).name]).toEqual([4, 5, "tslab"]);
  expect(cells.map(({ id }) => id)).toEqual(["cell-1", "cell-2", "last"]);
  expect(cells.map(({ metadata }) => metadata)).toEqual([{}, { descent: { exercise: "00-1" } }, {}]);
  expect(cells[1]).toMatchObject({ cell_type: "code", outputs: [], execution_count: null });
});

test("makes the script of stubs with all its cells", () => {
  const stub = toStubScript(source, { name: "00-a" });
  expect(stub).not.toContain("secret");
  expect(stub.split("// %%")).toHaveLength(4);
});

test("finds an exercise's solution without its markers and indentation", () => {
  const [cell] = exerciseCells(parseScript(source, { file: "a.ts" }));
  expect(cell && solutionCode(cell)).toBe("const secret = x;\nreturn secret + x;");
});

function refusal(...lines: string[]): string {
  try {
    toNotebook(lines.join("\n"), { name: "00-a", solutions: false });
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect((error as Problem).hint).not.toBe("");
    return (error as Problem).message;
  }
  return "accepted";
}

test("refuses regions that are unbalanced or nested, naming the line", () => {
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "const a = 1;")).toMatch(/^solutions\/00-a\.ts:2: .*never ends/);
  expect(refusal(exerciseMark, "const a = 1;", "// END SOLUTION")).toMatch(/:3: .*never began/);
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "// BEGIN SOLUTION", "// END SOLUTION")).toMatch(/:3: .*inside the one of line 2/);
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "// %%", "// END SOLUTION")).toMatch(/:2: .*never ends/);
});

test.each([
  "//BEGIN SOLUTION",
  "// Begin solution",
  "// BEGIN SOLUTIONS",
  "// BEGIN SOLUTION:",
  "# BEGIN SOLUTION",
  "// BEGIN-SOLUTION",
  "// BEGIN SOLUTON",
  "/* BEGIN SOLUTION */",
  "const b = 2; // BEGIN SOLUTION",
  "// STUB return 1;",
  "//STUB: return 1;",
  "// STUB:",
])("refuses %s, which is almost a marker", (line) =>
  expect(refusal(exerciseMark, line, "const a = 1;", "// END SOLUTION")).toMatch(/^solutions\/00-a\.ts:2: .*almost a marker/),
);

test("takes an ordinary comment about solutions for what it is", () => {
  expect(refusal("// %%", "// At the end, solutions differ; the stubborn one wins.")).toBe("accepted");
});

test("refuses a STUB outside a region", () => {
  expect(refusal(exerciseMark, "// STUB: return 1;")).toMatch(/:2: STUB outside a solution region/);
});

test("refuses solutions that learners could read: in words, outside an exercise cell, or repeated elsewhere", () => {
  expect(refusal("// %% [markdown]", "// BEGIN SOLUTION", "// 24", "// END SOLUTION")).toMatch(/:2: .*would be shown to learners/);
  expect(refusal("// %%", "// BEGIN SOLUTION", "24;", "// END SOLUTION")).toMatch(/:2: A solution region outside an exercise cell/);
  const repeated = ["// BEGIN SOLUTION", '// STUB: const rows = todo<number>("00-1");', "const rows = 28 - 5 + 1;", "// END SOLUTION"];
  expect(refusal(exerciseMark, ...repeated, "// %% [markdown]", "// It was `const rows = 28 - 5 + 1;`")).toMatch(
    /:6: Learners could read the solution of exercise 00-1/,
  );
  expect(refusal(exerciseMark, "const rows = 24;")).toMatch(/:1: .*no solution region/);
});

test("refuses a region whose stub leaves later code without a name or a function without a result", () => {
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "const rows = 24;", "// END SOLUTION", "// %%", "rows + 1;")).toMatch(
    /:2: .*would lack rows/,
  );
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "const { a, b: c } = { a: 1, b: 2 };", "// END SOLUTION", "c;")).toMatch(
    /would lack c/,
  );
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "function half() {}", "// END SOLUTION", "half();")).toMatch(/would lack half/);
  expect(refusal(exerciseMark, "function f() {", "  // BEGIN SOLUTION", "  return 1;", "  // END SOLUTION", "}")).toMatch(
    /would return nothing/,
  );
  expect(refusal(exerciseMark, "// BEGIN SOLUTION", "const helper = 1;", "// END SOLUTION", "other.helper;", "({ helper: 2 });")).toBe(
    "accepted",
  );
  const inFunction = [
    "function f() {",
    "  // BEGIN SOLUTION",
    "  // STUB: return 1;",
    "  const height = 1;",
    "  return height;",
    "  // END SOLUTION",
  ];
  expect(refusal(exerciseMark, ...inFunction, "}", "height;")).toBe("accepted");
  expect(refusal(exerciseMark, ...inFunction, "  return height;", "}")).toMatch(/would lack height/);
});

test("refuses ids that are used twice or hold other characters than letters, digits, - and _", () => {
  expect(refusal('// %% {"id":"a"}', "1;", '// %% {"id":"a"}', "2;")).toMatch(/:3: The id a belongs to the cell of line 1 already/);
  expect(refusal('// %% {"id":"cell-2"}', "1;", "// %%", "2;")).toMatch(/:3: The id cell-2/);
  expect(refusal('// %% {"id":"a b"}', "1;")).toMatch(/:1: Expected an id/);
  expect(refusal('// %% {"descent":{"exercise":"00.1"}}', "1;")).toMatch(/:1: Expected a code cell with/);
  expect(refusal('// %% {"descent":{"exercice":"00-1"}}', "1;")).toMatch(/:1: Expected a code cell with/);
});

test("refuses an exercise that has two cells, and a cell that speaks of another exercise", () => {
  const region = ["// BEGIN SOLUTION", "1;", "// END SOLUTION"];
  expect(refusal(exerciseMark, ...region, exerciseMark, ...region)).toMatch(/:5: Exercise 00-1 has a cell already, at line 1/);
  expect(refusal(exerciseMark, ...region, 'await exercise("00-2").check(1);')).toMatch(
    /:5: The cell of exercise 00-1 speaks of exercise 00-2/,
  );
});
