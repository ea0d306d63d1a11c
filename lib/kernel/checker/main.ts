/** The program of the checker's thread. */
import { enableCompileCache } from "node:module";
import { inHome } from "../../base/paths.ts";

enableCompileCache(inHome("cache/compiled")); // each thread has one of its own, and what was imported before it is not in it
await import("./thread.ts");
