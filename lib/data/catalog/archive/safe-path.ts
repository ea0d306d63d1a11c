import { Problem } from "../../../base/index.ts";

/**
 * A path of an archive as one inside the folder it is unpacked into, without `.` and empty parts.
 *
 * @throws Problem `archive-unsafe` where it leads out, on any operating system: absolute, with a drive, a backslash or `..`
 */
export function safePath(path: string, archive: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const leadsOut = path.startsWith("/") || parts.includes("..") || /[\\\0]/.test(path) || /^[a-zA-Z]:/.test(path);
  if (leadsOut) throw unsafe(archive, `${JSON.stringify(path)} leads out of its folder`);
  return parts.join("/");
}

/** @param reason a sentence without a full stop */
export function unsafe(archive: string, reason: string): Problem {
  return new Problem("archive-unsafe", `${archive} is refused: ${reason}`, {
    hint: "An archive with such a thing in it may do harm, so nothing of it was unpacked. Get it from its original source.",
  });
}
