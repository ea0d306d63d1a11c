import { messageOf, Problem } from "../../base/index.ts";

/** What the file system refused as a Problem `disk-full` or `cache-not-writable`, and all else as it is. */
export function explainFileFault(error: unknown, target: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new Problem("disk-full", `The disk is full: ${target} could not be written`, {
      hint: "Make room, or let DESCENT_HOME name a folder on another disk, and run it again: the download goes on where it stopped.",
      cause: error,
    });
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR" || code === "EEXIST") {
    return new Problem("cache-not-writable", `${target} could not be written: ${messageOf(error)}`, {
      hint: "Let DESCENT_HOME name a folder that you may write to.",
      cause: error,
    });
  }
  return error;
}
