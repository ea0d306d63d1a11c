/** The code process: runs cells for the front, which started it and holds the other ends of its pipes. */
import { enableCompileCache } from "node:module";
import { inHome } from "../../base/paths.ts";
import { descriptors } from "../link/descriptors.ts";

process.on("SIGINT", () => undefined); // is for the programs that a cell started, and for vm, which hears it before this
enableCompileCache(inHome("cache/compiled"));
const { CodeProcess } = await import("./code-process.ts");
new CodeProcess(process.cwd(), descriptors.reports).start();
