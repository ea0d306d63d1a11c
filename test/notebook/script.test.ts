import fc from "fast-check";
import { expect, test } from "vitest";
import { cellText, parseScript } from "../../lib/notebook/script.ts";

const parse = (...lines: string[]) => parseScript(lines.join("\n"), { file: "solutions/00-a.ts" });

test("cuts a script into cells with their kinds, metadata and places", () => {
  const cells = parse("// %% [markdown]", "// # Title", "", '// %% {"id":"one"}', "const a = 1;", "// %%", "a;");
  expect(cells.map(({ kind, metadata, place }) => [kind, metadata, place.line])).toEqual([
    ["markdown", {}, 1],
    ["code", { id: "one" }, 4],
    ["code", {}, 6],
  ]);
});

test("takes the // off words, with and without a blank after it, and keeps the rest of the line", () => {
  const text = cellText("markdown", ["", "// A list:", "//", "//- one", "//   - two // three", "", ""]);
  expect(text).toBe("A list:\n\n- one\n  - two // three");
});

test("reads scripts with the line ends and byte-order mark of Windows", () => {
  const [cell] = parseScript("\uFEFF// %%\r\nconst a = 1;\r\n", { file: "a.ts" });
  expect(cell && cellText("code", cell.lines)).toBe("const a = 1;");
});

test("gives back the lines of every cell, whatever code they hold", () => {
  const line = fc.string().filter((text) => !/[\r\n]/.test(text) && !/^\s*\/\/+\s*%%/.test(text));
  fc.assert(
    fc.property(fc.array(fc.array(line), { minLength: 1 }), (bodies) => {
      const cells = parse(...bodies.flatMap((body) => ["// %%", ...body]));
      expect(cells.map((cell) => cell.lines)).toEqual(bodies);
    }),
  );
});

test.each([
  ["//%%", "Expected the start of a cell"],
  ["// %%%", "Expected the start of a cell"],
  ["  // %%", "Expected the start of a cell"],
  ["// %% [md]", "Expected the start of a cell"],
  ["// %% A title", "Expected the start of a cell"],
  ["// %% {'id': 'x'}", "metadata is not JSON"],
])("refuses %s, naming file and line", (line, message) => {
  expect(() => parse("// %%", "const a = 1;", line)).toThrow(new RegExp(`^solutions/00-a\\.ts:3: .*${message}`));
});

test("passes over comments above the first cell, such as jupytext's settings", () => {
  expect(parse("// ---", "// jupyter: {}", "// ---", "", "// %%", "1;").map(({ place }) => place.line)).toEqual([5]);
});

test("refuses code before the first cell and code among words", () => {
  expect(() => parse("", "const a = 1;")).toThrow('solutions/00-a.ts:2: "const a = 1;" stands before the first cell');
  expect(() => parse("// %% [markdown]", "// words", "const a = 1;")).toThrow(
    "solutions/00-a.ts:3: Expected only lines that start with //",
  );
});
