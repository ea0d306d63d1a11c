import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { toStubScript } from "../../lib/notebook/index.ts";
import { sourceNames, sourceText } from "./support.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "descent-stubs-"));
  const configuration = {
    extends: join(projectRoot, "tsconfig.json"),
    compilerOptions: {
      paths: { "descent/*": [join(projectRoot, "lib/*/index.ts")] },
      typeRoots: [join(projectRoot, "node_modules/@types")],
      // What a learner has not written yet is not used yet.
      noUnusedLocals: false,
      noUnusedParameters: false,
    },
    include: ["*.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(configuration));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the TypeScript compiler says of the scripts in the folder; what it says of the library is for other tests. */
function complaints(): readonly string[] {
  const compiler = join(projectRoot, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: folder, encoding: "utf8" });
  return stdout.split("\n").filter((line) => /^[\w-]+\.ts\(/.test(line));
}

test("every notebook as learners get it passes the type check, and one with a lost name does not", async () => {
  for (const name of await sourceNames()) await writeFile(join(folder, `${name}.ts`), toStubScript(await sourceText(name), { name }));
  expect(complaints()).toEqual([]);
  await writeFile(join(folder, "lost.ts"), "lost + 1;\n");
  expect(complaints()).toEqual([expect.stringContaining("Cannot find name 'lost'")]);
});
