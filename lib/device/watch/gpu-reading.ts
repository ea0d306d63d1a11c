/** What an NVIDIA GPU does at one moment, for all processes together. */
export interface GpuReading {
  /** Percent of the last moments in which it computed; undefined where the driver does not say. */
  readonly use: number | undefined;
  /** Bytes of its memory that are taken; undefined where the driver does not say. */
  readonly bytes: number | undefined;
}

/** What `nvidia-smi --query-gpu=utilization.gpu,memory.used --format=csv,noheader,nounits` is asked for. */
export const gpuQuery = ["--query-gpu=utilization.gpu,memory.used", "--format=csv,noheader,nounits"] as const;

/** Reads the first line of nvidia-smi's answer to `gpuQuery`, such as "87, 2145" (mebibytes); undefined where it is none. */
export function parseGpuReading(answer: string): GpuReading | undefined {
  const fields = answer.trim().split("\n")[0]?.split(",") ?? [];
  if (fields.length !== 2) return undefined;
  const [use, mebibytes] = fields.map((field) => (/^\s*\d+(\.\d+)?\s*$/.test(field) ? Number(field) : undefined));
  if (use === undefined && mebibytes === undefined) return undefined;
  return { use, bytes: mebibytes === undefined ? undefined : mebibytes * 2 ** 20 };
}
