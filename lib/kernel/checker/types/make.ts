import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { projectRoot } from "../../../base/paths.ts";
import { loadCompiler } from "../compiler.ts";
import { rollUp } from "./roll-up.ts";
import { hasTypes, readTypes, signature, writeTypes } from "./store.ts";

/** Rooms of the library that no cell imports. */
const hidden = ["base", "kernel", "leaderboard", "notebook", "setup"];

/** Rolls the types up of all that cells import, for kernels that start from now on. Takes seconds. @returns how many files it made */
export function makeTypes(): number {
  const signed = signature();
  const rooms = readdirSync(join(projectRoot, "lib")).filter(
    (room) => !hidden.includes(room) && existsSync(join(projectRoot, "lib", room, "index.ts")),
  );
  const rolledUp = rollUp(rooms, loadCompiler());
  writeTypes(rolledUp, signed);
  return rolledUp.files.size;
}

/** Has a process of low priority make the types again, where there are some and they are out of date. */
export function renewTypes(): void {
  if (!hasTypes() || readTypes()) return;
  spawn(process.execPath, [fileURLToPath(import.meta.url)], { detached: true, stdio: "ignore" }).unref();
}

if (import.meta.main) {
  setPriority(constants.priority.PRIORITY_LOW);
  makeTypes();
}
