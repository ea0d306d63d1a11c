import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { loadCompiler } from "../compiler.ts";
import { rollUp } from "./roll-up.ts";
import { rooms } from "./rooms.ts";
import { hasTypes, signature, typesInPlace, typesProgram, writeTypes } from "./store.ts";

/** Rolls the types up of all that cells import, for kernels that start from now on. Takes seconds. @returns how many files it made */
export function makeTypes(): number {
  const signed = signature();
  const rolledUp = rollUp(rooms(), loadCompiler());
  writeTypes(rolledUp, signed);
  return rolledUp.files.size;
}

/** Has a process of low priority make the types again, where there are some and they are out of date. */
export function renewTypes(): void {
  if (!hasTypes() || typesInPlace()) return;
  spawn(process.execPath, [typesProgram], { detached: true, stdio: "ignore" }).unref();
}

if (import.meta.main) {
  setPriority(constants.priority.PRIORITY_LOW);
  makeTypes();
}
