import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../../lib/base/paths.ts";

/** What a process did: its exit status, what it printed. */
export interface ChildResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script in a process of its own, with `device`, `tf` and `expectShape` of lib/device at hand. */
export function inChild(script: string, environment: Readonly<Record<string, string>> = {}): ChildResult {
  const index = pathToFileURL(join(projectRoot, "lib/device/index.ts")).href;
  const { DESCENT_DEVICE: _, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", `import { device, tf } from ${JSON.stringify(index)};\n${script}`],
    { encoding: "utf8", env: { ...inherited, ...environment }, timeout: 50_000 },
  );
  return { status, stdout, stderr };
}
