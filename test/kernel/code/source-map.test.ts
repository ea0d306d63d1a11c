import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { afterAll, expect, test } from "vitest";
import { composeMaps } from "../../../lib/kernel/code/source-map.ts";
import { Notebook } from "../checker/support.ts";

const notebook = new Notebook();
afterAll(() => notebook.close());

/** Where, in a cell, the top frame of what it throws is, as `line:column` from 1. */
async function placeOf(code: string): Promise<string> {
  const thrown: unknown = await notebook.run(code).catch((error) => error);
  const [, line, column] = /cell\.js:(\d+):(\d+)/.exec((thrown as Error).stack ?? "") ?? [];
  const map = new TraceMap(composeMaps(...(notebook.converted?.maps ?? ["", ""])));
  const place = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
  return `${place.line}:${(place.column ?? 0) + 1}`;
}

test("an error is traced to its line and column in a cell with types, blank lines, templates and calls over several lines", async () => {
  await notebook.run("let earlier = 1;\nfunction fail(options: object): never { throw new RangeError('no'); }");
  expect(await placeOf(`interface Row {\n  id: number;\n}\n\n\nconst row: Row = { id: 1 };\n  throw new Error(\`\${row.id}\`);`)).toBe(
    "7:9",
  );
  expect(
    await placeOf(
      `import { join } from 'node:path';\nenum Kind { A }\n\nconst text = \`\n  two lines \${join('a', 'b')}\n\`;\n(null as string).length;`,
    ),
  ).toBe("7:18");
  expect(
    await placeOf(
      "type Point = { x: number };\nconst made: Point[] = [1, 2]\n  .map((x) => ({ x }))\n  .map(({ x }) => {\n    if (x > 1) throw new Error('two');\n    return { x };\n  });",
    ),
  ).toBe("5:22");
});

test("an error behind variables in short form and an export is traced to its place", async () => {
  const code = "export const all = { earlier, nested: { earlier } }; (undefined as any).missing;\n";
  expect(await placeOf(code)).toBe("1:73");
  expect(await placeOf("({ earlier } = { earlier: 2 });\nearlier\n  .toFixed(\n    1000,\n  );")).toBe("3:4");
  expect(
    await placeOf(
      "class Box<T> {\n  constructor(readonly value: T) {\n    if (value) throw new Error('full');\n  }\n}\n\nnew Box<number>(1)",
    ),
  ).toBe("3:22");
});
