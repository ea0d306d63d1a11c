import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/paths.ts";
import { savanna } from "../../../lib/leaderboard/competitions/savanna.ts";

test("gives the same ids and labels for the same secret, and others for another", async () => {
  const [one, same, other] = await Promise.all(["secret", "secret", "other"].map((seed) => savanna.testSet(seed)));
  expect(same).toEqual(one);
  expect(other?.ids.filter((id) => one?.ids.includes(id))).toEqual([]);
  expect(other?.labels).not.toEqual(one?.labels);
});

test("has as many pictures of each species, each with an id of its own, and in an order that does not show how they were drawn", async () => {
  const { ids, labels } = await savanna.testSet("secret");
  expect(new Set(ids).size).toBe(savanna.pictures);
  const counts = savanna.classes.map((_, label) => Array.from(labels).filter((own) => own === label).length);
  expect(counts).toEqual(savanna.classes.map(() => savanna.pictures / savanna.classes.length));
  // Drawing balances the species in blocks of 40; in the order of the ids such blocks are not balanced any more.
  const blocks = Array.from(
    { length: 10 },
    (_, block) =>
      Array.from(labels)
        .slice(40 * block, 40 * block + 40)
        .filter((label) => label === 0).length,
  );
  expect(new Set(blocks).size).toBeGreaterThan(2);
});

test("the leaderboard loads no TensorFlow.js", () => {
  const program = `
    import { registerHooks } from "node:module";
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    await import(${JSON.stringify(join(projectRoot, "lib/leaderboard/index.ts"))});
    console.log(JSON.stringify([seen.length > 50, seen.filter((url) => url.includes("/@tensorflow/"))]));`;
  const { stdout } = spawnSync(process.execPath, ["--no-warnings", "--input-type=module", "--eval", program], { encoding: "utf8" });
  expect(JSON.parse(stdout)).toEqual([true, []]);
});
