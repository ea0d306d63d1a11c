import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { graphicsCards, usedGpuBytes } from "../../../lib/device/engines/nvidia.ts";

let folder: string;
const path = process.env["PATH"] ?? "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "descent-nvidia-"));
  process.env["PATH"] = [folder, path].join(delimiter);
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a program in the place of NVIDIA's, which answers as the real one does to the two questions. */
function driverAnswers({ names, processes }: { names: string; processes: string }): void {
  const program = join(folder, "nvidia-smi");
  writeFileSync(program, `#!/bin/sh\ncase "$1" in --query-gpu=name) printf '${names}';; *) printf '${processes}';; esac\n`);
  chmodSync(program, 0o755);
}

test("lists the GPUs by name", async () => {
  driverAnswers({ names: "NVIDIA H200\\nNVIDIA H200\\n", processes: "" });
  expect(await graphicsCards()).toEqual(["NVIDIA H200", "NVIDIA H200"]);
});

test("adds up a process's memory over the GPUs, in bytes", () => {
  driverAnswers({ names: "", processes: "71, 512\\n9, 7\\n71, 512\\n" });
  expect(usedGpuBytes(71)).toBe(2 ** 30);
});

test("does not know what the driver does not say", () => {
  driverAnswers({ names: "", processes: "71, [N/A]\\n" });
  expect(usedGpuBytes(71)).toBeUndefined();
  expect(usedGpuBytes(72)).toBeUndefined();
});

test("without the driver's program there are no names and no bytes", async () => {
  process.env["PATH"] = folder;
  expect(await graphicsCards()).toEqual([]);
  expect(usedGpuBytes(1)).toBeUndefined();
});
