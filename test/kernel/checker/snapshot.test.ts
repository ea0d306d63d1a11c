import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { projectRoot } from "../../../lib/base/paths.ts";
import { Checker } from "../../../lib/kernel/checker/checker.ts";
import { currentSnapshot, newestSnapshot, signature } from "../../../lib/kernel/checker/types/store.ts";

const notebooks = join(projectRoot, "notebooks");
const home = process.env["DESCENT_HOME"];
const undo: (() => void)[] = [];

afterEach(() => {
  for (const act of undo.splice(0)) act();
});

/** A `DESCENT_HOME` whose only snapshot has this content. */
function homeWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "descent-home-"));
  mkdirSync(join(folder, "types", "0123456789abcdef"), { recursive: true });
  writeFileSync(join(folder, "types", "0123456789abcdef", "checker.snapshot"), content);
  process.env["DESCENT_HOME"] = folder;
  undo.push(() => {
    if (home === undefined) delete process.env["DESCENT_HOME"];
    else process.env["DESCENT_HOME"] = home;
    rmSync(folder, { recursive: true });
  });
  return folder;
}

function start(): Checker {
  const checker = Checker.start(notebooks);
  undo.push(() => checker.close());
  return checker;
}

test("set-up has made a snapshot", () => {
  expect(newestSnapshot()).toBeDefined(); // out of date where the library was edited since
});

test("a snapshot that is up to date is used, also where a newer one is there that another Node made", async () => {
  const made = newestSnapshot() ?? "";
  const home = homeWith("of another Node");
  symlinkSync(dirname(made), join(home, "types", signature()), "junction");
  const newest = join(home, "types", "0123456789abcdef");
  utimesSync(newest, new Date(), new Date(Date.now() + 60_000));
  expect(newestSnapshot()).toBe(join(newest, "checker.snapshot"));
  expect(currentSnapshot()).toBe(join(home, "types", signature(), "checker.snapshot"));
  const checker = start();
  expect(await checker.convert("const a: number = 1;")).toMatchObject({ kind: "converted" });
  await sleep(500); // by then it has looked
  expect(await checker.convert("[1].toSorted()")).toMatchObject({ kind: "converted" });
});

test("a checker whose snapshot is broken loads TypeScript by itself, and answers what it was asked before", async () => {
  homeWith("no snapshot");
  const checker = start();
  const asked = [checker.convert("const a: number = 1;"), checker.isComplete("{")];
  expect(await Promise.all(asked)).toMatchObject([{ kind: "converted" }, { status: "incomplete" }]);
});

test("work that never ends is ended by a restart, after which the same cells are known", async () => {
  const checker = start();
  expect(await checker.convert("const kept: number = 1;")).toMatchObject({ kind: "converted" });
  checker.keep();
  const lost = checker.convert("kept + 1");
  checker.restart();
  await expect(lost).rejects.toThrow("stopped");
  expect(await checker.convert("kept + 1")).toMatchObject({ kind: "converted" });
  expect(await checker.convert("gone + 1")).toMatchObject({ kind: "rejected" });
});
