import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { vi } from "vitest";
import { emptyHome, temporaryFolder } from "../catalog/home.ts";

/** A mirror with these files, and an empty home, until the test ends. @returns the mirror's folder */
export async function mirrorWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  await emptyHome();
  const mirror = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(mirror, name)), { recursive: true });
    await writeFile(join(mirror, name), content);
  }
  vi.stubEnv("DESCENT_DATASETS", mirror);
  return mirror;
}
