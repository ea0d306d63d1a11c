import { readFileSync } from "node:fs";
import { Session } from "node:inspector";
import { basename, relative } from "node:path";

/** A "file:line" in its parts; notebook cells are files named `In[3]`. */
function partsOf(place: string): { readonly file: string; readonly line: number; readonly cell: string | undefined } {
  const [, file = place, line] = /^(.*):(\d+)$/.exec(place) ?? [];
  return { file, line: Number(line), cell: /^In\[(\d+)\]$/.exec(file)?.[1] };
}

/** A "file:line" for people: below the working directory without it. Lines of a cell were numbered by its compiler, so they are left out. */
export function placeInWords(place: string): string {
  const { cell } = partsOf(place);
  if (cell !== undefined) return `cell [${cell}]`;
  const below = relative(process.cwd(), place);
  return place.startsWith("/") && !below.startsWith("..") ? below : place;
}

/** The same in little room. */
export const shortPlace = (place: string): string => basename(placeInWords(place));

/** The code of each "file:line" where it can be had. */
export function codeOf(places: readonly string[]): ReadonlyMap<string, string> {
  const files = [...new Set(places.map((place) => partsOf(place).file))];
  const cells = cellSources(files.filter((file) => partsOf(`${file}:1`).cell !== undefined));
  const sources = new Map(files.map((file) => [file, (cells.get(file) ?? contentOf(file)).split("\n")]));
  return new Map(
    places.flatMap((place) => {
      const { file, line } = partsOf(place);
      const code = sources.get(file)?.[line - 1]?.trim();
      return code ? [[place, code]] : [];
    }),
  );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Cells are in no file, but the JavaScript engine has their code, and tells it to a debugger in this process. */
function cellSources(names: readonly string[]): Map<string, string> {
  const sources = new Map<string, string>();
  if (names.length === 0) return sources;
  const session = new Session();
  try {
    session.connect();
    const ids = new Map<string, string>();
    session.on("Debugger.scriptParsed", ({ params: { url, scriptId } }) => ids.set(url, scriptId));
    session.post("Debugger.enable"); // answers at once, with all scripts that there are
    for (const name of names) {
      session.post("Debugger.getScriptSource", { scriptId: ids.get(name) ?? "" }, (error, answer) => {
        // The notebook keeps what a cell declares as properties of `exports`, and waits in its own way; nobody wrote that.
        if (!error) sources.set(name, answer.scriptSource.replace(/\bexports\.(?:tsLastExpr = )?|\b__tslab__\.wait\(/g, ""));
      });
    }
    session.post("Debugger.disable");
  } catch {
    // Without a debugger, as where one is built out, the table does without the code.
  } finally {
    session.disconnect();
  }
  return sources;
}
