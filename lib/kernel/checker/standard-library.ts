import { dirname, join } from "node:path";
import type * as TypeScript from "typescript-6";

const reference = /\/\/\/\s*<reference\s+lib="([^"]+)"\s*\/>/g;

/**
 * The declarations of the language's standard library as one file in the place of about a hundred. What these declare in parts, such as `Array`, is
 * put together by the compiler whenever it checks a cell, unless it stands in one file.
 *
 * @param system finds and reads the compiler's own files, of which `lib.esnext.d.ts` refers to all others
 * @returns text by path: all of it for that one, nothing for the others
 */
export function standardLibrary({
  getExecutingFilePath,
  readFile: read,
}: Pick<TypeScript.System, "getExecutingFilePath" | "readFile">): ReadonlyMap<string, string> {
  const root = join(dirname(getExecutingFilePath()), "lib.esnext.d.ts").replaceAll("\\", "/");
  const paths = new Set<string>();
  const texts: string[] = []; // each behind those that it refers to: later declarations of a function go before earlier ones
  const apart: string[] = [];
  const add = (path: string, name: string): void => {
    const text = paths.has(path) ? undefined : read(path);
    if (text === undefined) return;
    if (/^export\b/m.test(text)) {
      apart.push(`/// <reference lib="${name}" />\n`); // a module, which makes one of the file that it stands in
      return;
    }
    paths.add(path);
    for (const [, other = ""] of text.matchAll(reference)) add(join(dirname(path), `lib.${other}.d.ts`).replaceAll("\\", "/"), other);
    texts.push(text.replace(reference, ""));
  };
  add(root, "");
  const whole = [...new Set(apart), ...texts].join("\n");
  return new Map([...paths].map((path) => [path, path === root ? whole : ""]));
}
