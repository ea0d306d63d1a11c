import { expect, test } from "vitest";
import { loadCompiler } from "../../../../lib/kernel/checker/compiler.ts";
import { ambientModule } from "../../../../lib/kernel/checker/types/ambient.ts";

const compiler = loadCompiler();
const ids: Readonly<Record<string, string>> = { "./tensor": "pack/tensor", "../types": "pack/types" };
const rolled = (text: string): string =>
  ambientModule({ id: "pack/part", text, idOf: (specifier) => ids[specifier] ?? specifier }, compiler);

test("specifiers become ids, in statements and in types", () => {
  const text =
    'import type { A } from "./tensor";\nexport * from "../types";\nexport declare const far: import("./tensor").B<typeof import("other")>;\n';
  expect(rolled(text)).toBe(
    'declare module "pack/part" {\nimport type { A } from "pack/tensor";\nexport * from "pack/types";\nexport  const far: import("pack/tensor").B<typeof import("other")>;\n\n}\n',
  );
});

test("words before a declaration stay; references and names for scripts go", () => {
  const text =
    '/// <reference types="node" />\n/** Adds. */\ndeclare function add(a: number): number;\nexport as namespace pack;\nexport { add };\n';
  expect(rolled(text)).toBe('declare module "pack/part" {\n\n/** Adds. */\n function add(a: number): number;\nexport { add };\n\n}\n');
});

test("what a file adds to another module stands beside it, with the imports that it needs", () => {
  const text =
    'import { Rank, Unused } from "../types";\nimport { Tensor } from "./tensor";\ndeclare module "./tensor" {\n  interface Tensor { rank(): Rank }\n}\n';
  expect(rolled(text)).toContain(
    'declare module "pack/tensor" {\nimport { Rank } from "pack/types";\n\n  interface Tensor { rank(): Rank }\n\n}\n',
  );
  const program = compiler.createSourceFile("all.d.ts", rolled(text), compiler.ScriptTarget.Latest);
  expect(program.statements.map((statement) => compiler.isModuleDeclaration(statement) && statement.name.text)).toEqual([
    "pack/part",
    "pack/tensor",
  ]);
});
