import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { projectRoot } from "../../lib/base/paths.ts";
import { pythonProgram } from "../../lib/base/python.ts";
import { tools } from "./tools.ts";

type Part = "datasets" | "chromium" | "bwrap" | "tensorflow" | "python" | "tools";

const onPath = (...programs: string[]): string | undefined =>
  programs.find((program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0);

const parts: Record<Part, { found: () => unknown; mend: string }> = {
  datasets: { found: () => process.env["DESCENT_DATASETS"], mend: "set DESCENT_DATASETS to a mirror folder" },
  chromium: { found: () => chromium(), mend: "install Chromium (Debian: apt-get install chromium)" },
  bwrap: { found: () => onPath("bwrap"), mend: "install bubblewrap (Debian: apt-get install bubblewrap)" },
  tensorflow: {
    found: () => existsSync(join(projectRoot, "node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node")),
    mend: "run npm run setup with Python and a C++ compiler installed",
  },
  python: { found: () => pythonProgram("jupyter"), mend: "run npm run setup with Python installed" },
  tools: { found: () => tools.program("python"), mend: `run ${tools.command}` },
};

/** The Chromium (or Chrome) of this machine. */
export function chromium(): string | undefined {
  return onPath("chromium", "chromium-browser", "google-chrome");
}

/**
 * `test`, for tests that need a part which a user's machine may lack: there it is skipped and its title says what would run it.
 * Where `DESCENT_REQUIRE` names the part (as CI does) the test runs, and so fails, without it.
 */
export function testWith(...needed: Part[]): (title: string, run: () => Promise<void> | void, timeout?: number) => void {
  const required = (process.env["DESCENT_REQUIRE"] ?? "").split(",");
  const missing = needed.find((part) => !required.includes(part) && !parts[part].found());
  return (title, run, timeout) => {
    if (missing) test.skip(`${title} [skipped: to run it, ${parts[missing].mend}]`, run);
    else test(title, run, timeout);
  };
}
