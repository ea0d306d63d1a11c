import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { treeUse } from "./process-tree.ts";

/** A process that starts another; both hold 100 MB of their own, compute for a while, say so, and then wait for the end of their input. */
const script = `
  const held = Buffer.alloc(100e6, 1);
  const { spawn } = require("node:child_process");
  const until = performance.now() + 200;
  while (performance.now() < until);
  const ready = () => process.stdout.write("ready " + held.length);
  if (process.argv[1] === "parent") {
    const child = spawn(process.execPath, ["-e", process.env.SCRIPT, "child"], { stdio: ["inherit", "pipe", "inherit"] });
    child.stdout.once("data", ready);
  } else ready();
  process.stdin.resume();
`;

describe.runIf(process.platform === "linux")("a tree of processes", () => {
  test("takes what all of its processes take together", async () => {
    const parent = spawn(process.execPath, ["-e", script, "parent"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, SCRIPT: script },
    });
    try {
      await once(parent.stdout, "data");
      const { memory, processor, processes } = await treeUse(parent.pid ?? 0);
      expect(processes).toBe(2);
      expect(memory).toBeGreaterThan(200e6);
      expect(memory).toBeLessThan(1000e6);
      expect(processor).toBeGreaterThan(100); // milliseconds
    } finally {
      parent.stdin.end();
      parent.kill();
      await once(parent, "close");
    }
    await expect(treeUse(parent.pid ?? 0)).rejects.toThrow();
  });
});
