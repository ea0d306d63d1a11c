import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { pythonProgram } from "../../lib/base/python.ts";
import { installKernelspec } from "../../lib/kernel/spec.ts";
import { testWith } from "../support/parts.ts";

/** Uses Python's jupyter_client and nbclient on our kernelspec, and prints what it saw as JSON. */
const script = join(import.meta.dirname, "front-end.py");

testWith("python")(
  "Jupyter's own client gets outputs, errors and an interrupt from the installed kernel",
  async () => {
    const prefix = await mkdtemp(join(tmpdir(), "descent-prefix-"));
    await installKernelspec({ prefix });
    const env = { ...process.env, JUPYTER_PATH: join(prefix, "share/jupyter") };
    const { stdout } = await promisify(execFile)(pythonProgram("python") ?? "python", [script], { env, cwd: prefix });
    const seen = JSON.parse(stdout);
    expect(seen.language).toEqual(["typescript", ".ts", "text/typescript"]);
    expect(seen.outputs).toEqual(["stream", "execute_result"]);
    expect(seen.result).toBe("2");
    expect(seen.error).toEqual(["RangeError", "wrong"]);
    expect(seen.interrupted[0]).toBe("KeyboardInterrupt");
    expect(seen.interrupted[1]).toBeLessThan(2);
    expect(seen.loop[0]).toBe("KeyboardInterrupt");
    expect(seen.loop[1]).toBeLessThan(2);
    expect(seen.kept).toBe("2");
    expect(seen.complete).toContain("toFixed");
    expect(seen.inspect).toContain("const answer: 2");
    expect(seen.isComplete).toEqual(["complete", "incomplete", "invalid"]);
    expect(seen.history).toContain("const answer = 2; console.log('x'); answer");
    expect(seen.asked).toEqual([
      ["input_request", "Your name? ", false],
      ["input_request", "Sure? [y/N] ", false],
    ]);
    expect(seen.answered).toEqual(["'Ada false'"]);
    expect(seen.unanswered[0]).toBe("KeyboardInterrupt");
    expect(seen.restarted).toBe("ok");
    expect(seen.alive).toBe(false);
  },
  120_000,
);

testWith("python")("jupyter execute runs a notebook on it", async () => {
  const prefix = await mkdtemp(join(tmpdir(), "descent-prefix-"));
  await installKernelspec({ prefix });
  const path = join(prefix, "a.ipynb");
  const cell = { cell_type: "code", id: "a", metadata: {}, source: "const x: number = 20;\nx + 1", outputs: [], execution_count: null };
  const kernelspec = { name: "tslab", display_name: "TypeScript (Descent)", language: "typescript" };
  await writeFile(path, JSON.stringify({ cells: [cell], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  await promisify(execFile)(pythonProgram("jupyter") ?? "jupyter", ["execute", "--inplace", path], {
    env: { ...process.env, JUPYTER_PATH: join(prefix, "share/jupyter") },
  });
  expect(JSON.parse(await readFile(path, "utf8")).cells[0].outputs[0].data).toEqual({ "text/plain": ["21"] });
});
