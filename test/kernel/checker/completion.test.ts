import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Completion } from "../../../lib/kernel/checker/messages.ts";
import { Notebook } from "./support.ts";

const notebook = new Notebook();
beforeAll(async () => {
  writeFileSync(join(notebook.folder, "helpers.ts"), "export const help = 1;");
  await notebook.run(`
    /** How fast it learns. */
    const learningRate = 0.1;
    type Mode = "fast" | "careful";
    function start({ mode, steps }: { mode: Mode; steps?: number }, name?: string): string { return mode; }
    class Pet {
      name = "Rex";
      /** @deprecated use \`name\` */
      called = "";
      age = 3;
      /**
       * Makes it bark.
       *
       * @param times how often, see {@link Pet}
       * @returns the sound
       * @example pet.bark(2);
       */
      bark(times: number): string { return "wuff".repeat(times); }
    }
    const pet = new Pet();`);
});
afterAll(() => notebook.close());

/** Completes at the bar in a code. */
async function complete(marked: string): Promise<Completion & { readonly texts: readonly string[]; readonly replaced: string }> {
  const position = marked.indexOf("|");
  const code = marked.replace("|", "");
  const completion = await notebook.checker.complete(code, position);
  return { ...completion, texts: completion.candidates.map(({ text }) => text), replaced: code.slice(completion.start, completion.end) };
}
const textsOf = async (marked: string): Promise<readonly string[]> => (await complete(marked)).texts;

describe("completion", () => {
  test("knows members, with their types and words, deprecated ones last", async () => {
    const { candidates, texts, replaced } = await complete("pet.|");
    expect(texts).toEqual(["age", "bark", "name", "called"]);
    expect(replaced).toBe("");
    expect(candidates[1]).toEqual({
      text: "bark",
      type: "method",
      signature: "(method) Pet.bark(times: number): string",
      documentation: "Makes it bark.",
    });
    expect(candidates[3]).toMatchObject({ deprecated: true });
    expect(await textsOf("const s = 'text';\ns.toUpp|")).toEqual(["toUpperCase"]);
  });

  test("knows variables of earlier cells and of this one, each once, the nearest to what was typed first", async () => {
    const { texts, replaced } = await complete("const learned = 1;\nlear|");
    expect(texts.slice(0, 2)).toEqual(["learned", "learningRate"]);
    expect(replaced).toBe("lear");
    expect(new Set(texts).size).toBe(texts.length);
    expect((await complete("learningR|")).candidates[0]).toMatchObject({
      signature: "const learningRate: 0.1",
      documentation: "How fast it learns.",
    });
  });

  test("knows the strings and keys that a type allows", async () => {
    expect(await complete("start({ mode: 'ca|' })")).toMatchObject({ texts: ["careful"], replaced: "ca" });
    expect(await textsOf("start({ mode: '|' })")).toEqual(["careful", "fast"]);
    expect(await textsOf("start({ | })")).toEqual(["mode", "steps"]);
    expect(await textsOf("start({ mode: 'fast', st| })")).toEqual(["steps"]);
  });

  test("knows what can be imported", async () => {
    expect(await complete("import x from './he|'")).toMatchObject({ texts: ["helpers"], replaced: "he" });
    expect(await textsOf("import { he| } from './helpers'")).toContain("help");
    expect(await textsOf("import fs from 'node:fs/|'")).toEqual(["promises"]);
    expect(await textsOf("import d from 'descent/da|'")).toEqual(["data"]);
  });

  test("works where the code has errors, and counts in UTF-16 units", async () => {
    expect(await textsOf("if (pet.na|")).toEqual(["name"]);
    const { texts, start, replaced } = await complete("const party = '🎉🎉'; pet.ba|");
    expect({ texts, start, replaced }).toEqual({ texts: ["bark"], start: 26, replaced: "ba" });
  });
});

describe("inspection", () => {
  const inspect = (marked: string, detail: 0 | 1 = 0) => notebook.checker.inspect(marked.replace("|", ""), marked.indexOf("|"), detail);

  test("tells a declaration and words about it, as text and as Markdown", async () => {
    expect(await inspect("pet.ba|rk(2)")).toEqual({
      "text/plain":
        "(method) Pet.bark(times: number): string\n\nMakes it bark.\n\n@param times how often, see {@link Pet}\n@returns the sound\n@example pet.bark(2);",
      "text/markdown":
        "```ts\n(method) Pet.bark(times: number): string\n```\n\nMakes it bark.\n\n*@param* `times` how often, see {@link Pet}\n\n*@returns* the sound\n\n*@example*\n```ts\npet.bark(2);\n```",
    });
    expect((await inspect("'🎉'; learning|Rate"))?.["text/plain"]).toBe("const learningRate: 0.1\n\nHow fast it learns.");
  });

  test("tells of the function that is called where nothing else is meant, also before the call is finished", async () => {
    for (const marked of ["start(|)", "start({ mode: 'fast' }, |", "const a = start(|"]) {
      expect((await inspect(marked))?.["text/plain"]).toContain("function start(");
    }
  });

  test("tells the definition too where more is asked for", async () => {
    expect((await inspect("let m: Mo|de", 1))?.["text/markdown"]).toContain('```ts\ntype Mode = "fast" | "careful";\n```');
  });

  test("tells nothing where there is nothing", async () => {
    expect(await inspect("|   ")).toBe(undefined);
    expect(await inspect("unknown|Name")).toBe(undefined);
  });
});

test("code is complete, wrong for good, or goes on", async () => {
  const { checker } = notebook;
  expect(await checker.isComplete("const x = await 1;")).toEqual({ status: "complete" });
  expect(await checker.isComplete("if (true) {")).toEqual({ status: "incomplete", indent: "  " });
  expect(await checker.isComplete("}")).toEqual({ status: "invalid" });
});
