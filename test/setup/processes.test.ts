import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { endProcess, noteProcess, stillRuns } from "../../lib/setup/processes.ts";

/** A process that leads a group of its own, once it is ready; `below` is the first number that it prints. */
async function start(code: string): Promise<{ pid: number; below: number; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, ["-e", `${code}; console.log("ready"); setInterval(() => {}, 1000)`], {
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [printed] = await once(child.stdout, "data");
  return { pid: child.pid ?? 0, below: Number.parseInt(printed, 10), ended };
}

test("a process is known until it ends, and one with its number but another start is not taken for it", async () => {
  const { pid, ended } = await start("");
  const note = await noteProcess(pid);
  expect(await stillRuns(note)).toBe(true);
  expect(await stillRuns({ ...note, started: "another time" })).toBe(false);
  await endProcess(note);
  await ended;
  expect(await stillRuns(note)).toBe(false);
  await expect(noteProcess(pid)).rejects.toThrow(`Expected process ${pid} to run but there is none`);
});

test("a process that does not listen is ended with its whole group", async () => {
  const { pid, below, ended } = await start(`
    process.on("SIGTERM", () => {});
    const below = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    console.log(below.pid)`);
  const child = await noteProcess(below);
  await endProcess(await noteProcess(pid), 0.3);
  await ended;
  for (let waited = 0; waited < 50 && (await stillRuns(child)); waited++) await pause(20);
  expect(await stillRuns(child)).toBe(false);
});

test("to end a process that is gone harms nobody", async () => {
  const { pid, ended } = await start("");
  const note = await noteProcess(pid);
  await endProcess(note);
  await ended;
  await endProcess(note);
  await endProcess({ pid: process.pid, started: "another time" }); // this process has that number now
});
