import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instrument } from "../../../lib/kernel/code/instrument.ts";

const check = "if(globalThis.__stop__)__tslab__.stop();";
const changed = (code: string): string => instrument(code).code;

describe("instrumented code", () => {
  test("looks at the flag in each turn of a loop, with a body in braces or without", () => {
    expect(changed("for (;;) {}")).toBe(`for (;;) {${check}}`);
    expect(changed("for (;;);")).toBe(`for (;;){${check};}`);
    expect(changed("while (a) b();c();")).toBe(`while (a) {${check}b();}c();`);
    expect(changed("do a(); while (b)")).toBe(`do {${check}a();} while (b)`);
    expect(changed("for (const x of xs) for (const k in x) y(k);")).toBe(
      `for (const x of xs) {${check}for (const k in x) {${check}y(k);}}`,
    );
  });

  test("looks at the flag in each call of a function, after directives", () => {
    expect(changed('function f() { "use strict"; return 1; }')).toBe(`function f() { "use strict";${check} return 1; }`);
    expect(changed("const f = (n) => n < 2 ? n : f(n - 1);")).toBe(
      "const f = (n) => (globalThis.__stop__&&__tslab__.stop(),n < 2 ? n : f(n - 1));",
    );
    expect(changed("const g = () => ({ a: 1 });")).toBe("const g = () => ((globalThis.__stop__&&__tslab__.stop(),{ a: 1 }));");
    expect(changed("class A extends B { constructor() { super(); } }")).toBe(`class A extends B { constructor() {${check} super(); } }`);
  });

  test("sends each awaited value through a check", () => {
    expect(changed("const a = await f(await g());")).toBe("const a = await __tslab__.wait(f(await __tslab__.wait(g())));");
    expect(changed("async () => { for await (const x of xs) { await x } }")).toBe(
      `async () => {${check} for await (const x of __tslab__.each(xs)) {${check} await __tslab__.wait(x) } }`,
    );
  });

  test("tells whether an await stands outside all functions", () => {
    expect(instrument("for await (const x of xs) {}").awaitsAtTop).toBe(true);
    expect(instrument("await (async () => 1)()").awaitsAtTop).toBe(true);
    expect(instrument("const f = async () => { await 1 }; class A { async g() { for await (const x of y) {} } }").awaitsAtTop).toBe(false);
    expect(instrument("const text = 'await me'; // await").awaitsAtTop).toBe(false);
  });

  test("exports imported names as values, and says which variables it has set", () => {
    expect(changed('Object.defineProperty(exports, "tf", { enumerable: true, get: function () { return a.tf; } });')).toBe(
      'exports["tf"] = a.tf;__tslab__.assigned("tf");',
    );
    expect(changed("const a = 1;\nexports.a = a;")).toBe('const a = 1;\nexports.a = a;;__tslab__.assigned("a");');
  });
});

/** Programs that leave a number in `result`, made of what is instrumented. */
const program = fc.letrec<{ value: string; statement: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 9 }).map(String),
    tie("value").map((inner) => `(await ${inner})`),
    tie("value").map((inner) => `((x) => x + 1)(${inner})`),
    tie("value").map((inner) => `((b) => ({ a: b }))(${inner}).a`),
    tie("statement").map((inner) => `(await (async () => { let result = 0;\n ${inner}\n return result; })())`),
    fc.tuple(tie("value"), tie("value")).map(([a, b]) => `(${a} +\n ${b})`),
  ),
  statement: fc.oneof(
    { maxDepth: 4 },
    tie("value").map((value) => `result += ${value};`),
    tie("statement").map((inner) => `for (let i = 0; i < 2; i++) ${inner}`),
    tie("statement").map((inner) => `for (const x of [1, 2]) { ${inner} }`),
    tie("statement").map((inner) => `for await (const x of [1, 2]) ${inner}`),
    tie("statement").map((inner) => `{ let k = 0; do ${inner} while (k++ < 1); }`),
    fc.tuple(tie("statement"), tie("statement")).map(([a, b]) => `if (result % 2) { ${a} } else ${b}`),
  ),
})).statement;

test("does the same, and its lines keep their places", async () => {
  await fc.assert(
    fc.asyncProperty(program, async (source) => {
      const { code } = instrument(source);
      expect(code.split("\n")).toHaveLength(source.split("\n").length);
      const tslab = { wait: (value: unknown) => value, each: (items: unknown) => items };
      const run = (body: string): Promise<unknown> =>
        new Function("__tslab__", `return (async () => { let result = 0; ${body}\n return result; })()`)(tslab);
      expect(await run(code)).toBe(await run(source));
    }),
    { numRuns: 100 },
  );
});

test("each column of the code as it was is found again", () => {
  fc.assert(
    fc.property(program, (source) => {
      const { code, originalColumn } = instrument(source);
      const lines = code.split("\n");
      source.split("\n").forEach((text, index) => {
        for (const word of text.matchAll(/\b(result|x|i|k)\b/g)) {
          // The same word, by its number on the line, in the changed code, whose own words have none of these letters alone.
          const column = nth(lines[index] ?? "", word[0], count(text.slice(0, word.index), word[0]));
          if (column !== undefined) expect(originalColumn(index + 1, column)).toBe(word.index);
        }
      });
    }),
    { numRuns: 100 },
  );
});

const alone = (word: string): RegExp => new RegExp(`(?<![\\w_])${word}(?![\\w_])`, "g");
const count = (text: string, word: string): number => [...text.matchAll(alone(word))].length;
const nth = (text: string, word: string, index: number): number | undefined => [...text.matchAll(alone(word))][index]?.index;
