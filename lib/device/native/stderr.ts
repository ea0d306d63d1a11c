import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { nativeFiles } from "./place.ts";

interface StderrAddOn {
  hold(): void;
  release(): string;
}

// Lines of a log that are no error: Google's format begins with the severity, I or W; the others come with them.
const greeting =
  /^(?:[IW]\d{4} |\d{4}-\d\d-\d\d [\d:.]+: [IW] |WARNING: All log messages before absl::InitializeLog|To enable the following instructions: )/;

/** What of a log concerns a user: its errors, and every line that is not TensorFlow's log at all. */
export function withoutGreeting(log: string): string {
  return log
    .split(/(?<=\n)/)
    .filter((line) => !greeting.test(line))
    .join("");
}

/**
 * Does `load` while native code's stderr is held back, then writes out what was held, without TensorFlow's greeting.
 *
 * Where the add-on was not compiled nothing is held back.
 */
export function withQuietStderr<T>(load: () => T): T {
  const path = nativeFiles()["stderr.node"];
  if (!existsSync(path)) return load();
  const stderr = createRequire(import.meta.url)(path) as StderrAddOn;
  stderr.hold();
  try {
    return load();
  } finally {
    const rest = withoutGreeting(stderr.release());
    if (rest) process.stderr.write(rest);
  }
}
