import { expect, test, vi } from "vitest";
import { Problem } from "../../lib/base/problem.ts";
import { runStep, type Step } from "../../lib/setup/report.ts";

/** What a step prints on stderr and stdout, and its outcome. */
async function outcomeOf(step: Step, options = {}) {
  const printed = { stderr: "", stdout: "" };
  const spies = (["stderr", "stdout"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += text;
      return true;
    }),
  );
  try {
    return { outcome: await runStep(step, options), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const step = { id: "python", title: "Python environment" };

test("a part that is there is not brought again, and in brief not even named", async () => {
  const there: Step = { ...step, done: async () => true, run: () => Promise.reject(new Error("brought all the same")) };
  const { outcome, stderr } = await outcomeOf(there);
  expect(outcome).toEqual({ id: "python", status: "there" });
  expect(stderr).toContain("Python environment: there");
  expect((await outcomeOf(there, { brief: true })).stderr).toBe("");
});

test("a part that comes is named with what came and how long it took", async () => {
  const { outcome, stderr, stdout } = await outcomeOf({ ...step, run: async () => "Python 3.13" }, { json: true });
  expect(outcome).toEqual({ id: "python", status: "done", detail: "Python 3.13" });
  expect(stderr).toMatch(/Python environment: Python 3\.13 \(\d+\.\d s\)/);
  expect(JSON.parse(stdout)).toEqual({ event: "step", id: "python", status: "done", detail: "Python 3.13" });
});

test("a part that can't be had is an outcome with its mend, for people and for programs", async () => {
  const missing = new Problem("python-missing", "No Python was found.", { hint: "Install Python." });
  const { outcome, stderr, stdout } = await outcomeOf({ ...step, run: () => Promise.reject(missing) }, { json: true });
  expect(outcome.status).toBe("failed");
  expect(stderr).toMatch(/No Python was found\.\n {4}Install Python\./);
  expect(JSON.parse(stdout)).toMatchObject({ status: "failed", problem: { code: "python-missing", hint: "Install Python." } });
});

test("what nobody foresaw is an outcome too", async () => {
  const { outcome } = await outcomeOf({ ...step, run: () => Promise.reject(new TypeError("x is not a function")) });
  expect(outcome).toMatchObject({ status: "failed", problem: { code: "unexpected", message: "x is not a function" } });
});
