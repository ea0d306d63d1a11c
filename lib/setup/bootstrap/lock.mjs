// Plain JavaScript that Node 18 can read, without dependencies: it runs before anything is installed.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, stop } from "./node.mjs";

const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** Only one set-up at a time works in a checkout; a note left by a process that is gone is taken over. */
export function lockSetup() {
  const path = join(root, ".node/setup.pid");
  for (let waited = 0; ; waited++) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      const file = openSync(path, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      let held = true;
      const unlock = () => {
        if (held) rmSync(path, { force: true });
        held = false;
      };
      process.on("exit", unlock);
      return unlock;
    } catch (error) {
      if (error.code === "ENOSPC") stop("disk-full", "The disk is full.", "Free 2 GB, then run the command again.");
      if (error.code !== "EEXIST")
        stop("folder-read-only", `Can't write in ${root}: ${error.message}`, "Change the owner of the folder, then run the command again.");
      const owner = Number(existsSync(path) ? readFileSync(path, "utf8") : 0);
      // An empty note is one whose owner is just writing it: give it a second.
      if (owner ? !alive(owner) : waited > 10) rmSync(path, { force: true });
      else if (waited === 0) console.error(`  … waiting for another set-up of this folder to end (process ${owner})`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}
