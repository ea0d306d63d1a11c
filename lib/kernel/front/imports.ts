import { isBuiltin } from "node:module";

/** An import at the start of a line, but of types alone; what is in its braces may stand on lines of its own. */
const statement = /^[ \t]*import\s+(?!type\b)(?:[\w$*{},\s]+?\sfrom\s*)?["']([^"'\n]+)["']/gm;

/** The installed packages that a cell seems to import: not files, which may do anything when they are loaded, nor Node's own modules. */
export function packagesIn(source: string): string[] {
  const names = Array.from(source.matchAll(statement), ([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !/^[./#]|:/.test(name) && name !== "tslab" && !isBuiltin(name));
}
