import { expect, test } from "vitest";
import { messageOf, Problem } from "../../lib/base/problem.ts";

test("a problem carries code, message and mend, also as JSON, and remembers its cause", () => {
  const cause = new Error("ENOSPC");
  const problem = new Problem("disk-full", "The disk is full.", { hint: "Free 2 GB.", cause });
  expect(problem).toBeInstanceOf(Error);
  expect(problem.cause).toBe(cause);
  expect(JSON.parse(JSON.stringify(problem))).toEqual({ code: "disk-full", message: "The disk is full.", hint: "Free 2 GB." });
  expect(new Problem("a", "b", { hint: "c" })).not.toHaveProperty("cause");
});

test("anything that was thrown has a message", () => {
  expect([new TypeError("no function"), "a word", undefined, 7].map(messageOf)).toEqual(["no function", "a word", "undefined", "7"]);
});
