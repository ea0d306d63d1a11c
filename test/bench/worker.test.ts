import { join } from "node:path";
import { expect } from "vitest";
import { pythonProgram } from "../../lib/base/python.ts";
import { testWith } from "../support/parts.ts";
import { Contender } from "./contender.ts";

testWith("python")("a contender in Python speaks the same protocol, whatever its libraries print on stdout", async () => {
  const contender = new Contender({
    program: pythonProgram("python") ?? "",
    args: [join(import.meta.dirname, "support/toy_contender.py")],
  });
  try {
    expect(await contender.ask("start", { device: "cpu" })).toEqual({ versions: { toy: "1.0" }, parameters: { device: "cpu" } });
    await expect(contender.ask("prepare")).rejects.toThrow(/^ValueError: no such batch$/);
    await expect(contender.ask("start")).resolves.toHaveProperty("versions");
  } finally {
    await contender.stop();
  }
});
