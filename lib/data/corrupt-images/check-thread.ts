/** A thread of `findCorruptImages`: takes paths, answers with what it found. */
import { parentPort } from "node:worker_threads";
import { checkFile } from "./check-file.ts";

/** Files to look into. */
export interface Task {
  readonly first: number;
  readonly paths: readonly string[];
}

parentPort?.on("message", async ({ first, paths }: Task) => {
  const findings = [];
  for (const path of paths) findings.push(await checkFile(path));
  parentPort?.postMessage({ first, findings });
});
