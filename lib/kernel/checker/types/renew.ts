import { spawn } from "node:child_process";
import { hasTypes, typesInPlace, typesProgram } from "./store.ts";

/** Has a process of low priority make the types again, where there are some and they are out of date. */
export function renewTypes(): void {
  if (!hasTypes() || typesInPlace()) return;
  spawn(process.execPath, ["--no-warnings", typesProgram], { detached: true, stdio: "ignore" }).unref();
}
