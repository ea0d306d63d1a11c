import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { brief, startKernel, type TestKernel } from "./support.ts";

/** A folder with files of these contents, and the kernel of a notebook in its folder `notebooks`. */
async function kernelWith(files: Readonly<Record<string, string>>): Promise<{ folder: string; kernel: TestKernel }> {
  const folder = await mkdtemp(join(tmpdir(), "descent-modules-"));
  for (const [name, content] of Object.entries({ "notebooks/.keep": "", ...files })) await put(folder, name, content);
  return { folder, kernel: await startKernel({ folder: join(folder, "notebooks") }) };
}

async function put(folder: string, name: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), content);
}

async function value(kernel: TestKernel, code: string): Promise<string> {
  const { heard, reply } = await kernel.run(code);
  return reply["status"] === "ok"
    ? brief(heard)
        .join()
        .replace(/^execute_result \{"text\/plain":"(.*)"\}$/, "$1")
    : String(reply["evalue"]);
}

describe("a cell imports", () => {
  test("packages by their exports, for import alone, and such that wait at their top", async () => {
    const { kernel } = await kernelWith({
      "notebooks/node_modules/only/package.json":
        '{ "name": "only", "type": "module", "exports": { ".": { "import": "./a.js" }, "./sub": "./sub.js" } }',
      "notebooks/node_modules/only/a.js": "export const named = 1; export default () => 2;",
      "notebooks/node_modules/only/sub.js": "export const sub = 3;",
      "notebooks/node_modules/waits/package.json": '{ "name": "waits", "exports": "./a.mjs" }',
      "notebooks/node_modules/waits/a.mjs": "export const late = await Promise.resolve(4);",
      "notebooks/node_modules/common/package.json": '{ "name": "common", "main": "a.js" }',
      "notebooks/node_modules/common/a.js": "module.exports = Object.assign(() => 5, { six: 6 });",
    });
    const code =
      'import two, { named } from "only"; import { sub } from "only/sub"; import { late } from "waits"; import five, { six } from "common"; import * as all from "only";\n[named, two(), sub, late, five(), six, Object.keys(all).length]';
    expect(await value(kernel, code)).toBe("[\\n  1, 2, 3, 4,\\n  5, 6, 2\\n]");
    expect(await value(kernel, 'const { late: again } = await import("waits"); again')).toBe("4");
  });

  test("its package's own #names, JSON, and files beside and above it, with any ending or none", async () => {
    const { kernel } = await kernelWith({
      "notebooks/package.json": '{ "imports": { "#help": "./help.ts" } }',
      "notebooks/help.ts": "export const help: string = '#';",
      "notebooks/data.json": '{ "rows": [1, 2] }',
      "lib/colour.ts": "export enum Colour { Red, Green }\nexport const shade = (c: Colour): string => Colour[c];",
      "notebooks/paint.ts": 'import { Colour, shade } from "../lib/colour.js";\nexport const painted: string = shade(Colour.Green);',
    });
    expect(await value(kernel, 'import { help } from "#help"; help')).toBe("'#'");
    expect(await value(kernel, 'import data from "./data.json"; data.rows.length')).toBe("2");
    for (const name of ["./paint", "./paint.ts", "./paint.js"])
      expect(await value(kernel, `import { painted } from "${name}"; painted`)).toBe("'Green'");
    expect(await value(kernel, 'import { Colour } from "../lib/colour"; Colour.Red')).toBe("0");
  });

  test("what was edited since, also behind another file", async () => {
    const { folder, kernel } = await kernelWith({
      "lib/rate.ts": "export const rate = 1;",
      "notebooks/plan.ts": 'import { rate } from "../lib/rate.ts";\nexport const plan = () => rate * 10;',
    });
    expect(await value(kernel, 'import { plan } from "./plan.ts"; plan()')).toBe("10");
    await put(folder, "lib/rate.ts", "export const rate: number = 2; export const added = 'new';");
    expect(await value(kernel, "plan()")).toBe("10"); // not before it is imported again
    expect(await value(kernel, 'import { plan } from "./plan.ts"; plan()')).toBe("20");
    expect(await value(kernel, 'import { added } from "../lib/rate.ts"; added')).toBe("'new'");
    await put(folder, "lib/rate.ts", "export const rate = ;");
    expect(await value(kernel, 'import { plan } from "./plan.ts"; plan()')).toMatch(/Expression expected|Unexpected token/);
    await put(folder, "lib/rate.ts", "export const rate = 3;");
    expect(await value(kernel, 'import { plan } from "./plan.ts"; plan()')).toBe("30");
  });

  test("nothing that is not there, and says where", async () => {
    const { kernel } = await kernelWith({ "notebooks/fails.ts": "export const never: number = JSON.parse('{');" });
    expect(await value(kernel, 'import x from "nowhere";')).toContain("Cannot find module 'nowhere'");
    expect(await value(kernel, 'import { never } from "./fails";')).toContain("in JSON at position 1");
  });
});

test("an interrupt stops loops of imported files too, and they are not loaded anew for it", async () => {
  const { kernel } = await kernelWith({
    "notebooks/spin.ts": "export let turns = 0;\nexport async function spin() { await 1; console.log('begins'); for (;;) turns++; }",
  });
  await kernel.run('import { spin } from "./spin"; import * as state from "./spin";');
  const { reply } = await kernel.run("await spin()", { began: () => setTimeout(() => kernel.process.signal("SIGINT"), 100) });
  expect(reply).toMatchObject({ ename: "KeyboardInterrupt", evalue: "Interrupted" });
  expect(await value(kernel, "state.turns > 0")).toBe("true");
});
