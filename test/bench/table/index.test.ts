import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanCameraTraps } from "../../../lib/data/camera-traps/index.ts";
import { readTable } from "../../../lib/data/table/index.ts";
import { files, writeTables } from "./data.ts";
import { agreeing } from "./index.ts";

const outcome = (after: Readonly<Record<string, number>>) => ({ rates: [1], before: {}, after });

test("a contender counts only with our result", () => {
  const ours = outcome({ rows: 56, agreement: 47.25 });
  const same = outcome({ rows: 56, agreement: 47.250_000_01 });
  expect(agreeing(same, ours)).toBe(same);
  for (const other of [
    { rows: 55, agreement: 47.25 },
    { rows: 56 },
    { rows: 56, agreement: Number.NaN },
    { rows: 56, agreement: 47.25, more: 1 },
  ]) {
    expect(agreeing(outcome(other), ours)).toHaveProperty("why", expect.stringContaining("came to another result"));
  }
  expect(agreeing({ why: "not installed" }, ours)).toEqual({ why: "not installed" });
});

test("every run has the same tables, of the size that is asked for, with something for each step of the cleaning", async () => {
  const folder = await mkdtemp(join(tmpdir(), "descent-bench-table-"));
  try {
    const texts = [];
    for (let run = 0; run < 2; run++) {
      await writeTables(folder, 20_000);
      texts.push(await Promise.all(Object.values(files).map((name) => readFile(join(folder, name), "utf8"))));
    }
    expect(texts[0]).toEqual(texts[1]);
    const [annotations, images] = [await readTable(join(folder, files.annotations)), await readTable(join(folder, files.images))];
    expect([annotations.shape.height, images.shape.height]).toEqual([20_000, 20_000]);
    const { steps } = cleanCameraTraps(annotations, images, { atLeast: 20, atMost: 50 }).report;
    const captures = steps.slice(0, 5).map(({ rows }) => rows);
    expect(captures).toEqual(captures.toSorted((one, other) => other - one));
    expect(new Set(captures).size).toBe(5);
  } finally {
    await rm(folder, { recursive: true });
  }
});
