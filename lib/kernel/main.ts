/** The kernel process: `node --no-warnings lib/kernel/main.ts CONNECTION_FILE`, started by Jupyter or by the headless runner. */
import { messageOf, Problem } from "../base/problem.ts";
import { Kernel } from "./process/kernel.ts";
import { endWithParent } from "./process/parent-watch.ts";
import { readConnectionFile } from "./protocol/connection.ts";

let kernel: Kernel | undefined;
process.on("SIGINT", () => kernel?.interrupt()); // first of all: unhandled, it would end the process

try {
  const [path] = process.argv.slice(2);
  if (path === undefined) {
    throw new Problem("connection-file", "No connection file was named", {
      hint: "Usage: node --no-warnings lib/kernel/main.ts CONNECTION_FILE",
    });
  }
  const started = await Kernel.start(await readConnectionFile(path), process.cwd());
  kernel = started;
  process.on("SIGTERM", () => void started.exit());
  process.on("uncaughtException", (error) => started.uncaught(error));
  process.on("unhandledRejection", (reason) => started.uncaught(reason));
  endWithParent();
} catch (error) {
  process.stderr.write(`descent kernel: ${messageOf(error)}\n`);
  if (error instanceof Problem) process.stderr.write(`${error.hint}\n`);
  process.exit(1);
}
