import { expect, test } from "vitest";
import { loadCompiler } from "../../../lib/kernel/checker/compiler.ts";
import { Declarations } from "../../../lib/kernel/checker/declarations.ts";

const compiler = loadCompiler();
const known = Declarations.parse(
  'interface Row { cell: Cell }\ntype Cell = number;\ndeclare const rows: Row[], other: string;\nimport { join as glue } from "node:path";\ndeclare global { var seen: number }',
  compiler,
);

test("a cell needs what it names, and what that needs in turn", () => {
  expect(known.neededBy("rows.length").text).toBe(
    "interface Row { cell: Cell }\ntype Cell = number;\ndeclare const rows: Row[], other: string;",
  );
  expect(known.neededBy("glue('a')").text).toBe('import { join as glue } from "node:path";');
  expect(known.additions).toBe("declare global { var seen: number }");
});

test("a cell's declarations come to the others, in the place of those of the same names", () => {
  const after = known.after("type Cell = string;\ndeclare const other: number;", "declare const rows: Row[];\n", compiler);
  expect(after.text).toBe(
    'type Cell = string;\ndeclare const other: number;\ndeclare const rows: Row[];\ninterface Row { cell: Cell }\nimport { join as glue } from "node:path";\ndeclare global { var seen: number }',
  );
});

test("what has no name is there once, however often its cell runs", () => {
  expect(known.after("declare global { var seen: number }", "", compiler).text.match(/declare global/g)).toHaveLength(1);
});
