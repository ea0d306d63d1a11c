import { mkdir, mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { projectRoot } from "../../lib/base/paths.ts";

/** What set-up and earlier runs have made from the project's own files: the same for every home, and it takes many seconds to make it anew. */
const shared = ["types", "cache/compiled"];

/** A `DESCENT_HOME` of a test's own, without anybody's state in it. */
export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "descent-home-"));
  for (const part of shared) {
    await mkdir(join(projectRoot, ".descent", part), { recursive: true });
    await mkdir(dirname(join(home, part)), { recursive: true });
    await symlink(join(projectRoot, ".descent", part), join(home, part), "junction");
  }
  return home;
}
