import { expect, test } from "vitest";
import { standardLibrary } from "../../../lib/kernel/checker/standard-library.ts";

test("the files that one refers to are in it, each once and before what refers to it, and nothing is left of them elsewhere", () => {
  const files: Readonly<Record<string, string>> = {
    "/lib/lib.new.d.ts": '/// <reference lib="old" />\n/// <reference lib="part" />\nnew',
    "/lib/lib.part.d.ts": '/// <reference lib="old" />\npart',
    "/lib/lib.old.d.ts": "old",
    "/lib/lib.dom.d.ts": "dom",
  };
  const library = standardLibrary("/lib/lib.new.d.ts", (path) => files[path]);
  expect(library.get("/lib/lib.new.d.ts")?.split(/\s+/).filter(Boolean)).toEqual(["old", "part", "new"]);
  expect(library.get("/lib/lib.old.d.ts")).toBe("");
  expect(library.has("/lib/lib.dom.d.ts")).toBe(false);
});
