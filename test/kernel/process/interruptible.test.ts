import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, test } from "vitest";
import { interruptible } from "../../../lib/kernel/process/interruptible.ts";

const compiler = createRequire(import.meta.url)("@tslab/typescript-for-tslab");
const rewrite = (code: string) => interruptible(code, compiler);

test("each awaited value goes through a check", () => {
  expect(rewrite("const a = await f(await g());").code).toBe("const a = await __tslab__.wait(f(await __tslab__.wait(g())));");
  expect(rewrite("async () => { for await (const x of xs) { await x } }").code).toBe(
    "async () => { for await (const x of __tslab__.each(xs)) { await __tslab__.wait(x) } }",
  );
});

test("code without awaits, and the word in a text, are left alone", () => {
  for (const code of ["for (;;) {}", "const text = 'await me'; // await"]) expect(rewrite(code)).toEqual({ code, awaitsAtTop: false });
});

test("an await outside all functions is seen, one inside is not", () => {
  expect(rewrite("for await (const x of xs) {}").awaitsAtTop).toBe(true);
  expect(rewrite("await (async () => 1)()").awaitsAtTop).toBe(true);
  expect(rewrite("const f = async () => { await 1 }; class A { async g() { for await (const x of y) {} } }").awaitsAtTop).toBe(false);
});

test("lines keep their places, and a run gives the same", async () => {
  const expression = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer({ min: 0, max: 9 }).map(String),
      tie("value").map((inner) => `(await ${inner})`),
      tie("value").map((inner) => `(await (async () => {\n return ${inner} })())`),
      fc.tuple(tie("value"), tie("value")).map(([a, b]) => `(${a} +\n ${b})`),
    ),
  })).value;
  await fc.assert(
    fc.asyncProperty(expression, async (source) => {
      const { code } = rewrite(source);
      expect(code.split("\n")).toHaveLength(source.split("\n").length);
      const run = (body: string): Promise<unknown> =>
        new Function("__tslab__", `return (async () => ${body})()`)({ wait: (value: unknown) => value });
      expect(await run(code)).toBe(await run(source));
    }),
    { numRuns: 50 },
  );
});
