/** The kernel process: `node --no-warnings lib/kernel/main.ts CONNECTION_FILE`, started by Jupyter or by the headless runner. */
import { enableCompileCache } from "node:module";
import { inspect } from "node:util";
import { inHome } from "../base/paths.ts";
import { messageOf, Problem } from "../base/problem.ts";

let interrupt = (): void => undefined;
process.on("SIGINT", () => interrupt()); // first of all: unhandled, it would end the process
enableCompileCache(inHome("cache/compiled"));

try {
  const [path] = process.argv.slice(2);
  if (path === undefined) {
    throw new Problem("connection-file", "No connection file was named", {
      hint: "Usage: node --no-warnings lib/kernel/main.ts CONNECTION_FILE",
    });
  }
  const { readConnectionFile } = await import("./protocol/connection.ts");
  const connection = await readConnectionFile(path);
  const { Checker } = await import("./checker/checker.ts");
  const checker = Checker.start(process.cwd()); // first: TypeScript takes longer to load than all else
  const [{ Kernel }, { watchParent }] = await Promise.all([import("./front/kernel.ts"), import("./front/parent-watch.ts")]);
  const kernel = await Kernel.start(connection, process.cwd(), checker);
  interrupt = () => kernel.interrupt();
  for (const event of ["uncaughtException", "unhandledRejection"]) {
    process.on(event, (error) => process.stderr.write(`descent kernel: ${inspect(error)}\n`)); // one bad turn is no reason to leave a class alone
  }
  process.on("SIGTERM", () => void kernel.exit());
  watchParent(() => void kernel.exit());
} catch (error) {
  process.stderr.write(`descent kernel: ${messageOf(error)}\n`);
  if (error instanceof Problem) process.stderr.write(`${error.hint}\n`);
  process.exit(1);
}
