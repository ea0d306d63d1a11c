/** Calls `runFiles` with the paths and options of its argument, as `npx descent run` does. */
import { runFiles } from "../../lib/kernel/run.ts";

const { paths, options } = JSON.parse(process.argv[2] ?? "{}");
process.exitCode = await runFiles(paths, options);
