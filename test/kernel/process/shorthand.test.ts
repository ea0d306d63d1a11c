import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { withoutShorthand } from "../../../lib/kernel/process/shorthand.ts";

const here = createRequire(import.meta.url);
const compiler = createRequire(here.resolve("tslab/dist/converter.js"))("@tslab/typescript-for-tslab");
const spelled = (code: string): string => withoutShorthand(code, compiler);

test("names in short form are spelled out, also nested ones and the last before a comma", () => {
  expect(spelled("new Learner({ model, valid: { loader, }, })")).toBe("new Learner({ model: model, valid: { loader: loader, }, })");
  expect(spelled("({ a,\n  b })")).toBe("({ a: a,\n  b: b })");
});

test("destructuring, blocks, imports and strings stay as they are", () => {
  for (const code of [
    "const { a, b } = pair;",
    "({ a = 1 } = pair);",
    "import { tf, device } from 'descent/device';",
    "if (x) { y }",
    "const text = '{ model }';",
    "function f({ a }: { a: number }) { return a; }",
  ]) {
    expect(spelled(code)).toBe(code);
  }
});

test("a swap of two names stays a swap", () => {
  expect(spelled("({ a, b } = { a: b, b: a });")).toBe("({ a: a, b: b } = { a: b, b: a });");
});
