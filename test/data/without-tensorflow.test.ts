import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { projectRoot } from "../../lib/base/index.ts";

/** What a process of its own says that imports a file of lib, where importing TensorFlow.js is an error. */
function importing(file: string): string {
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name.includes("@tensorflow")) throw new Error("it loads " + name);
      return next(name, context);
    } });
    await import(${JSON.stringify(pathToFileURL(join(projectRoot, "lib", file)).href)});
    console.log("fine");`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return stdout.trim() || stderr;
}

test.each([
  "data/collections/fashion-mnist/labels.ts",
  "data/savanna/picture.ts",
  "data/image-dataset.ts",
  "data/image-folder/index.ts",
  "data/corrupt-images/check-thread.ts",
  "data/catalog/index.ts",
  "data/command/index.ts",
  "data/datasets.ts",
  "data/predictions.ts",
  "data/loader/threads/worker.ts",
])("lib/%s never loads TensorFlow.js, so that a server can use it", (file) => expect(importing(file)).toBe("fine"));

test("the check notices a file that does", () => expect(importing("data/loader/loader.ts")).toContain("it loads @tensorflow"));
