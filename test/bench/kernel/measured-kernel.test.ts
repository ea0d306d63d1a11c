import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { kernelspec } from "../../../lib/kernel/spec.ts";
import { Lane } from "./lane.ts";
import { MeasuredKernel } from "./measured-kernel.ts";

const course = { name: "ours", command: kernelspec("tslab"), cells: { declaration: String, library: "", engine: "", course: undefined } };

test("a kernel is timed cell by cell, says why it can't do one, and leaves no process behind", async () => {
  const kernel = await MeasuredKernel.start(course.command);
  let pid = 0;
  try {
    expect(kernel.info["implementation"]).toBe("descent");
    expect(await kernel.time("await new Promise((resolve) => setTimeout(resolve, 300))")).toBeGreaterThan(290);
    await expect(kernel.time("throw new RangeError('too far')")).rejects.toThrow("can't do it (RangeError: too far)");
    expect(kernel.sinceStart()).toBeGreaterThan(kernel.startTime);
    expect((await kernel.use()).memory).toBeGreaterThan(50e6);
    pid = kernel.pid;
  } finally {
    await kernel.stop();
  }
  await pause(100);
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

test("a kernel that can't be started, a case that fails and what builds on it have a reason in the place of a figure", async () => {
  const lanes = [new Lane<"one" | "two" | "three">(course), new Lane<"one">({ ...course, command: undefined })] as const;
  const broken = new Lane<"one">({ ...course, command: { argv: [process.execPath, "-e", "process.exit(3)"], env: {} } });
  const [ours, absent] = lanes;
  try {
    await ours.start();
    await ours.measure("one", () => Promise.reject(new Error("can't do it")));
    await ours.measure("two", async () => 2);
    await ours.measure("three", async () => 3, ["one"]);
  } finally {
    await ours.stop();
  }
  expect(["one", "two", "three"].map((name) => ours.outcome(name as "one"))).toEqual([
    { why: "can't do it" },
    { rates: [2], before: {}, after: {} },
    { why: "can't do it" },
  ]);
  expect(absent.outcome("one")).toEqual({ why: "not installed: run npm run bench:peers" });
  await broken.start();
  expect(broken.outcome("one")).toEqual({ why: "ended with exit code 3" });
});
