import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { budget, descentHome, inHome, projectRoot } from "../../lib/base/paths.ts";

afterEach(() => vi.unstubAllEnvs());

test("the project's root is the folder that holds package.json, notebooks and lib", () => {
  for (const name of ["package.json", "notebooks", "lib"]) expect(existsSync(join(projectRoot, name))).toBe(true);
});

test("state lies in DESCENT_HOME, as an absolute path, else in .descent of the project", () => {
  vi.stubEnv("DESCENT_HOME", "somewhere/else");
  expect(inHome("logs", "a.log")).toBe(resolve("somewhere/else/logs/a.log"));
  vi.stubEnv("DESCENT_HOME", "");
  expect(descentHome()).toBe(join(projectRoot, ".descent"));
});

test("only the word quick makes the budget quick", () => {
  for (const [value, wanted] of [
    ["quick", "quick"],
    ["full", "full"],
    ["", "full"],
    ["QUICK!", "full"],
  ] as const) {
    vi.stubEnv("DESCENT_BUDGET", value);
    expect(budget()).toBe(wanted);
  }
});
