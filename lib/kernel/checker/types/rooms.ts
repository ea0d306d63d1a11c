import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../base/paths.ts";

/** Rooms of the library that no cell imports. */
const hidden: readonly string[] = ["base", "kernel", "leaderboard", "notebook", "setup"];

/** The rooms of the library that cells import, as `descent/NAME`. */
export function rooms(): readonly string[] {
  const lib = join(projectRoot, "lib");
  return readdirSync(lib).filter((room) => !hidden.includes(room) && existsSync(join(lib, room, "index.ts")));
}
