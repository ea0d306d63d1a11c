// Plain JavaScript that Node 18 can read, without dependencies: it runs before anything is installed.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { environmentOf, root, stop } from "./node.mjs";

export const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `descent <args>` under `node`, passes signals on, and ends it when this process ends: its IPC channel closes then.
 * @returns its exit code, or the name of the signal that ended it
 */
export function runDescent(node, args) {
  const child = spawn(node, ["--no-warnings", join(root, "lib/cli.ts"), ...args], {
    env: environmentOf(node),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  // npm that is killed with -9 leaves us running: notice that our parent has changed, and let go of the child.
  const parent = process.ppid;
  const watch = process.env.npm_lifecycle_event
    ? setInterval(() => process.ppid !== parent && child.connected && child.disconnect(), 500)
    : undefined;
  return new Promise((ended) => {
    child.on("error", (error) =>
      stop("node-broken", `Node did not start: ${error.message}`, "Delete the folder .node, then run the command again."),
    );
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, pass);
      ended(signal ?? code);
    });
  });
}
