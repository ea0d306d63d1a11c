import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { goal } from "../../lib/course/goal.ts";

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("says that a goal is reached", () => {
  goal("accuracy", 0.9125, { atLeast: 0.9 });
  expect(printed).toMatch(/^Reached\. accuracy: 0\.91\d*, at least 0\.9\d* wanted\.\n$/);
});

test("throws with the mend where it is not, and only says so in the quick budget", () => {
  vi.stubEnv("DESCENT_BUDGET", "full");
  expect(() => goal("accuracy", 0.5, { atLeast: 0.9 })).toThrow(/^Not reached: accuracy: 0\.5.*\nRun the training cell once more/);
  expect(() => goal("accuracy", Number.NaN, { atLeast: 0.9 })).toThrow("Not reached");
  vi.stubEnv("DESCENT_BUDGET", "quick");
  goal("accuracy", 0.5, { atLeast: 0.9 });
  expect(printed).toContain("Not compared");
});
