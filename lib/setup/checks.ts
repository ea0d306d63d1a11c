import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../base/paths.ts";

const tool = (...parts: string[]): string => join(projectRoot, "node_modules", ...parts);

/** Runs a JavaScript program of node_modules under this Node, on this terminal. @returns its exit code */
function run(script: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const child = spawn(process.execPath, [script, ...words], { cwd: projectRoot, stdio: "inherit", env });
  // Ctrl-C reaches the child too; it ends by itself, and so do we then.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((ended) => child.on("close", (code) => ended(code ?? 1)));
}

/**
 * Runs the tests.
 *
 * @param words passed on to vitest, such as a file or `-t TITLE`
 * @param full also whole notebooks, kills and matrices; else the quick budget
 */
export function runTests(words: readonly string[], full: boolean): Promise<number> {
  const env = { ...process.env, DESCENT_BUDGET: full ? "full" : "quick" };
  return run(tool("vitest/vitest.mjs"), ["run", "--config", "test/vitest.config.ts", ...words], env);
}

/** Format, lint and import cycles (Biome), types (tsc), notebooks against their sources. Stops at the first that fails. */
export async function runChecks(): Promise<number> {
  const checks = [
    () => run(tool("@biomejs/biome/bin/biome"), ["ci", "--error-on-warnings", "."]),
    () => run(tool("typescript/bin/tsc"), ["--project", "."]),
    () => run(join(projectRoot, "lib/cli.ts"), ["notebooks", "build", "--check"]),
  ];
  for (const check of checks) {
    const code = await check();
    if (code !== 0) return code;
  }
  return 0;
}

/** Makes the Python environment of the Jupyter tools that tests run. */
export function makeTestTools(): Promise<number> {
  return run(join(projectRoot, "test/support/tools.ts"), []);
}

/** Runs a benchmark of test/bench. */
export function runBench(words: readonly string[]): Promise<number> {
  return run(join(projectRoot, "test/bench/main.ts"), words);
}

/** Makes the Python environment of the benchmarks' peers. */
export function makeBenchPeers(): Promise<number> {
  return run(join(projectRoot, "test/bench/peers.ts"), []);
}
