import { expect, test } from "vitest";
import { Checker } from "../../../lib/kernel/checker/checker.ts";
import { standardLibrary } from "../../../lib/kernel/checker/standard-library.ts";

test("the files that one refers to are in it, each once and before what refers to it, and nothing is left of them elsewhere", () => {
  const files: Readonly<Record<string, string>> = {
    "/lib/lib.esnext.d.ts": '/// <reference lib="old" />\n/// <reference lib="part" />\n/// <reference lib="module" />\nnew',
    "/lib/lib.module.d.ts": '/// <reference lib="old" />\nexport {};\ndeclare global {}',
    "/lib/lib.part.d.ts": '/// <reference lib="old" />\npart',
    "/lib/lib.old.d.ts": "old",
    "/lib/lib.dom.d.ts": "dom",
  };
  const library = standardLibrary({ getExecutingFilePath: () => "/lib/compiler.js", readFile: (path) => files[path] });
  expect(library.get("/lib/lib.esnext.d.ts")?.split("\n").filter(Boolean)).toEqual([
    '/// <reference lib="module" />',
    "old",
    "part",
    "new",
  ]);
  expect(library.has("/lib/lib.module.d.ts")).toBe(false);
  expect(library.get("/lib/lib.old.d.ts")).toBe("");
  expect(library.has("/lib/lib.dom.d.ts")).toBe(false);
});

test("cells know all of it", async () => {
  const checker = Checker.start(process.cwd());
  const cell =
    "[new Uint8Array(1), Promise.resolve(1), [2, 1].toSorted(), Object.groupBy([1], () => 'a'), new Set([1]).union(new Set()), [1].values().map(String), Symbol.dispose, Iterator.from([1]), structuredClone, Buffer.from('')]";
  expect(await checker.convert(cell)).toMatchObject({ kind: "converted" });
  checker.close();
});
