import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Notebook } from "./support.ts";

const notebook = new Notebook();
afterAll(() => notebook.close());
const run = (code: string): Promise<unknown> => notebook.run(code);
const write = (name: string, text: string, age = 0): void => {
  const path = join(notebook.folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, Date.now() / 1000 - age, Date.now() / 1000 - age);
};

test("tells the compiler's version before it is loaded", () => expect(notebook.checker.version).toMatch(/^6\./));

describe("a cell", () => {
  test("gives the value of its last expression, also where it awaits", async () => {
    expect(await run("1 + 1")).toBe(2);
    expect(await run("const seven = await Promise.resolve(7);\nseven")).toBe(7);
    expect(await run("let total = 0;\nfor await (const n of [1, Promise.resolve(2)]) total += n;\ntotal")).toBe(3);
  });

  test("knows what earlier ones declared: values, types, functions, classes, enums, imports, parts of a destructuring", async () => {
    await run("interface Animal { legs: number }\nconst { a, b: [c, ...d] } = { a: 1, b: [2, 3, 4] };\nenum Colour { Red = 3 }");
    await run(
      "class Dog implements Animal { legs = 4 }\nfunction legsOf(animal: Animal) { return animal.legs; }\nimport { basename } from 'node:path';",
    );
    expect(await run("[legsOf(new Dog()), a, c, ...d, Colour.Red, basename('x/y')]")).toEqual([4, 1, 2, 3, 4, 3, "y"]);
    await expect(run("legsOf(5)")).rejects.toThrow("1:8 Argument of type 'number' is not assignable to parameter of type 'Animal'");
  });

  test("may declare again what an earlier one declared, with another type", async () => {
    await run("const again = 1; function twice(x: number) { return 2 * x; } class Shape { sides = 3 }");
    await run("const again = 'one'; function twice(x: string) { return x + x; } class Shape { corners = 4 }");
    expect(await run("twice(again) + new Shape().corners")).toBe("oneone4");
    await run("import { join as again } from 'node:path'");
    expect(await run("again('a', 'b')")).toBe("a/b");
    await run("let again: number[];");
    expect(await run("again")).toBe(undefined);
  });

  test("may add to the globals", async () => {
    await run(
      "interface Sight { at: number }\ndeclare global { var seen: Sight; interface Array<T> { last(): T } }\nglobalThis.seen = { at: 3 };",
    );
    await run("Array.prototype.last = function () { return this.at(-1); };");
    expect(await run("[1, ...Array.from([seen.at])].last()")).toBe(3);
    await expect(run("seen.from")).rejects.toThrow("Property 'from' does not exist on type 'Sight'");
    await run("delete Array.prototype.last;");
  });

  test("may name variables of earlier ones in short form, also to set them", async () => {
    await run("let width = 2, height = 3;");
    expect(await run("({ width, nested: [{ height }] })")).toEqual({ width: 2, nested: [{ height: 3 }] });
    expect(await run("({ width, height = 9 } = { width: 5 } as { width: number; height?: number });\nwidth * height")).toBe(45);
  });

  test("may export", async () => {
    await run("export const exported = 1; export default function main() { return exported; }\nexport { exported };");
    await run("export { sep, join as glue } from 'node:path'; export type { ParsedPath } from 'node:path';");
    expect(await run("const p: ParsedPath | undefined = undefined;\n[main(), glue('a', 'b')]")).toEqual([1, "a/b"]);
  });

  test("may use what TypeScript and Node know today", async () => {
    const code = `
      const closed: string[] = [];
      { using file = { [Symbol.dispose]: () => closed.push("using") }; }
      { await using file = { [Symbol.asyncDispose]: async () => { closed.push("await using"); } }; }
      const groups = Object.groupBy([1, 2, 3].toSorted(), (n) => (n % 2 ? "odd" : "even"));
      class Counter { accessor count = 1; @note method() {} }
      function note(_target: object, name: string) { closed.push(name); }
      namespace Inner { export const value = 5; }
      [closed, groups.odd, await Array.fromAsync([1]), [1, 2].values().map((n) => n * 2).toArray(), new Counter().count, Inner.value]`;
    expect(await run(code)).toEqual([["using", "await using", "method"], [1, 3], [1], [2, 4], 1, 5]);
    expect(await run("Inner.value + 1")).toBe(6);
    expect(await run("Inner.value + 2")).toBe(7);
  });

  test("of no strict types: null is no error, nor an implicit any", async () => {
    expect(await run("function loose(x) { return x; }\nconst nothing: string = null;\nloose(nothing)")).toBe(null);
    await expect(run("document")).rejects.toThrow("Cannot find name 'document'");
  });

  test("has the globals of the kernel", async () => {
    await expect(run("const answer: number = prompt('How many?');")).rejects.toThrow("Type 'string' is not assignable to type 'number'");
  });

  test("is told where its errors are, also behind short forms and exports", async () => {
    await expect(run("export const box = { width, height };\nconst n: number = box;")).rejects.toThrow(
      "2:7 Type '{ width: number; height: number; }'",
    );
    await expect(run("1;\n  import x from './missing'")).rejects.toThrow("2:17 Cannot find module './missing'");
    await expect(run("import y from 'no-such-package'")).rejects.toThrow("1:15 Cannot find module 'no-such-package'");
    await expect(run("const = 3")).rejects.toThrow("1:7 Variable declaration expected");
  });

  test("tells what it imports when it runs", async () => {
    write("types.ts", "export interface OnlyType { a: number }\nexport const value = 1;");
    const cell = await notebook.checker.convert(
      "import type { A } from './types-only';\nimport { OnlyType } from './types';\nimport * as fs from 'node:fs'; import 'node:os'; const late = () => import('node:path');",
    );
    expect(cell).toMatchObject({ kind: "rejected" });
    expect(
      await notebook.checker.convert(
        "import { OnlyType } from './types';\nimport * as fs from 'node:fs'; import 'node:os'; const late = () => import('node:path');",
      ),
    ).toMatchObject({
      specifiers: ["node:fs", "node:os", "node:path"],
    });
  });
});

describe("what a failed cell leaves", () => {
  test("is what it had set by then; the rest is still what it was", async () => {
    await run("const kept = 'old'; let untouched = 'old';");
    await expect(
      run("const kept = 1; type Row = { id: number };\nif (kept) throw new Error('stop');\nconst untouched = 2, unreached = 3;"),
    ).rejects.toThrow("stop");
    expect(await run("const row: Row = { id: kept };\n[row.id, untouched.length]")).toEqual([1, 3]);
    await expect(run("unreached")).rejects.toThrow("Cannot find name 'unreached'");
  });

  test("is nothing where it was rejected", async () => {
    await expect(run("const unborn = 1; const wrong: string = 5;")).rejects.toThrow("1:25");
    await expect(run("unborn")).rejects.toThrow("Cannot find name 'unborn'");
  });
});

describe("files beside the notebook", () => {
  test("are found by all their names and checked, but never made into JavaScript", async () => {
    write("shapes.ts", "export const sides: number = 3;");
    write("data.json", '{ "rows": [1, 2] }');
    write("package.json", '{ "imports": { "#shapes": "./shapes.ts" } }');
    for (const name of ["./shapes", "./shapes.ts", "./shapes.js", "#shapes"]) {
      const cell = await notebook.checker.convert(`import { sides } from "${name}";\nconst text: number = sides;`);
      expect(cell).toMatchObject({ kind: "converted", modules: [], specifiers: [name] });
    }
    expect(
      await notebook.checker.convert('import data from "./data.json" with { type: "json" }; const n: number = data.rows[0];'),
    ).toMatchObject({ kind: "converted" });
    await expect(run('import plain from "./data.json"; const n: string = plain.rows[0];')).rejects.toThrow(
      "Type 'number' is not assignable",
    );
    write("wrong.ts", "export const wrong: number = 'text';");
    const cell = await notebook.checker.convert('import { wrong } from "./wrong.ts";');
    expect(cell).toMatchObject({ kind: "rejected", diagnostics: [{ fileName: "wrong.ts", start: { line: 0, character: 13 } }] });
  });

  test("are read again when they have changed, also those that a file imports", async () => {
    write("outer.ts", "export { inner } from './inner.ts';", 20);
    write("inner.ts", "export const inner: number = 1;", 20);
    await run("type First = typeof import('./outer.ts');\nconst before: First['inner'] = 1;");
    write("inner.ts", "export const inner: string = 'one';");
    await expect(run("import { inner } from './outer.ts';\nconst after: number = inner;")).rejects.toThrow(
      "Type 'string' is not assignable to type 'number'",
    );
  });

  test("are found when they come later", async () => {
    await expect(run("import { late } from './late.ts'")).rejects.toThrow("Cannot find module './late.ts'");
    write("late.ts", "export const late = 1;");
    expect(await notebook.checker.convert("import { late } from './late.ts'; late")).toMatchObject({ kind: "converted" });
  });
});

describe("modules that cells define", () => {
  test("are given with the cell that imports them, and again when they were defined anew", async () => {
    expect(await notebook.checker.convert("/** @module greeting */\nexport const hello: string = 'hi';")).toEqual({
      kind: "module",
      name: "greeting",
      diagnostics: [],
    });
    const cell = await notebook.checker.convert("import { hello } from './greeting'; hello.length");
    expect(cell).toMatchObject({ kind: "converted", modules: [{ path: join(notebook.folder, "greeting.js") }] });
    expect(await notebook.checker.convert("import { hello } from './greeting'; hello.length")).toMatchObject({ modules: [] });
    await notebook.checker.convert("/** @module greeting */\nexport const hello: number = 1;");
    const wrong = await notebook.checker.convert("import { hello } from './greeting'; hello.length");
    expect(wrong).toMatchObject({ kind: "rejected", diagnostics: [{ messageText: "Property 'length' does not exist on type 'number'." }] });
  });
});

describe("the thread", () => {
  test("is replaced where a check takes too long, and the next one knows the same cells", async () => {
    await run("const remembered = { deep: 1 };");
    const stuck = notebook.checker.convert(
      "type Long<N extends number, A extends 0[] = []> = A['length'] extends N ? A : Long<N, [...A, 0]>;\ntype Square<N extends number> = { [K in keyof Long<N>]: Long<N> };\nlet x: Square<990>; let y: Square<991> = x;",
    );
    const ended = expect(stuck).rejects.toThrow("stopped");
    notebook.checker.restart();
    await ended;
    expect(await run("remembered.deep")).toBe(1);
    await expect(run("remembered.shallow")).rejects.toThrow("Property 'shallow' does not exist");
  });

  test("forgets all when it is told so", async () => {
    notebook.checker.forget();
    await expect(run("remembered")).rejects.toThrow("Cannot find name 'remembered'");
    await expect(run("import './greeting'")).rejects.toThrow("./greeting");
  });
});
