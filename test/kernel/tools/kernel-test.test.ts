import { join } from "node:path";
import { expect } from "vitest";
import { testWith } from "../../support/parts.ts";
import { Workplace } from "./workplace.ts";

interface Ended {
  readonly test: string;
  readonly how: "passed" | "failed" | "skipped";
  readonly why: string;
}

testWith("tools")(
  "Jupyter's own tests of kernels pass",
  async () => {
    const workplace = await Workplace.make();
    const ended: Ended[] = [];
    for (const part of ["kernel", "welcome"]) {
      const { stdout, stderr } = await workplace.run("python", [join(import.meta.dirname, "kernel_test.py"), part]);
      expect(stdout, stderr).not.toBe("");
      ended.push(...(JSON.parse(stdout) as Ended[]));
    }
    const told = (how: Ended["how"]): readonly string[] => ended.filter((one) => one.how === how).map(({ test, why }) => `${test}: ${why}`);
    expect(told("failed")).toEqual([]);
    expect(told("skipped")).toEqual([]);
    expect(told("passed")).toHaveLength(13);
  },
  120_000,
);
