import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const program = "nvidia-smi";
const format = "--format=csv,noheader,nounits";

/** Names of the NVIDIA GPUs; empty where the driver's program does not answer. */
export async function graphicsCards(): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)(program, ["--query-gpu=name", format], { timeout: 10_000 });
    return rows(stdout);
  } catch {
    return [];
  }
}

/** Bytes of GPU memory that a process holds; undefined where the driver's program does not know it (as in many containers). */
export function usedGpuBytes(pid: number): number | undefined {
  try {
    const list = execFileSync(program, ["--query-compute-apps=pid,used_memory", format], {
      encoding: "utf8",
      timeout: 10_000,
      stdio: "pipe",
    });
    const mebibytes = rows(list)
      .map((row) => row.split(",").map(Number))
      .filter(([owner]) => owner === pid)
      .map(([, used]) => used ?? Number.NaN);
    return mebibytes.length > 0 && mebibytes.every(Number.isFinite) ? mebibytes.reduce((sum, used) => sum + used) * 2 ** 20 : undefined;
  } catch {
    return undefined;
  }
}

function rows(csv: string): string[] {
  return csv.split("\n").flatMap((line) => line.trim() || []);
}
