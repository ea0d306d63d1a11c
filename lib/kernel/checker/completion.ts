import type { CompletionInfo } from "tslab/dist/converter.js";
import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";
import type { Completing } from "./emission.ts";
import { wordsOf } from "./inspection.ts";
import type { Candidate, Completion } from "./messages.ts";
import { rooms } from "./types/rooms.ts";

/** For how many candidates, from the first on, a declaration is looked up. */
const describedLimit = 60;

/** Candidates in tslab's order, each once, those that should not be used any more at the end. */
export function completionOf(info: CompletionInfo, compiler: Compiler, place: Completing): Completion {
  const byName = new Map<string, TypeScript.CompletionEntry>();
  for (const entry of place.entries) if (!byName.has(entry.name)) byName.set(entry.name, entry);
  const { start, end, names } = inString(info, place, compiler) ?? { start: info.start, end: info.end, names: info.candidates };
  const isDeprecated = (name: string): boolean => byName.get(name)?.kindModifiers?.split(",").includes("deprecated") ?? false;
  const unique = [...new Set(names)];
  const ordered = [...unique.filter((name) => !isDeprecated(name)), ...unique.filter(isDeprecated)];
  const candidates = ordered.map((name, index): Candidate => {
    const entry = byName.get(name);
    return {
      text: name,
      type: entry?.kind ?? compiler.ScriptElementKind.externalModuleName,
      ...(index < describedLimit && entry && describe(entry, compiler, place)),
      ...(isDeprecated(name) && { deprecated: true }),
    };
  });
  return { start, end, candidates };
}

/** Files inside of a room or a package, which rolled-up types name too. */
const innerModule = /^(?:descent|@tensorflow)\/[^/]+\/./;

const pathKinds: readonly string[] = ["external module name", "script", "directory"];

interface Span {
  readonly start: number;
  readonly end: number;
  readonly names: readonly string[];
}

/** In a string, where tslab knows no part to replace: from the beginning of the string, or of the last part of a path. */
function inString(info: CompletionInfo, { file, position, entries }: Completing, compiler: Compiler): Span | undefined {
  const token = compiler.findPrecedingToken(position, file);
  if (!token || !compiler.isStringLiteralLike(token) || token.end < position) return undefined;
  const first = token.getStart(file) + 1;
  const replaced = entries.find(({ replacementSpan }) => replacementSpan)?.replacementSpan;
  const isPath = entries.some(({ kind }) => pathKinds.includes(kind));
  const isLibrary = file.text.slice(first, position).startsWith("descent/");
  const folder = isPath || isLibrary ? file.text.slice(first, position).replace(/[^/]*$/, "") : "";
  const start = replaced?.start ?? first + folder.length;
  const end = replaced ? replaced.start + replaced.length : token.end - (token.isUnterminated ? 0 : 1);
  const typed = file.text.slice(start, position);
  const offered = info.candidates.filter((name) => !(isPath && innerModule.test(folder + name)));
  const inLibrary = folder === "descent/" ? rooms() : []; // its package.json names them by a pattern only
  const names = [...offered, ...inLibrary].filter((name) => name.startsWith(typed));
  const offset = position - info.start; // of tslab's own line before the cell's
  return { start: start - offset, end: end - offset, names };
}

function describe(entry: TypeScript.CompletionEntry, compiler: Compiler, { program, file }: Completing): Partial<Candidate> {
  const { symbol } = entry;
  if (!symbol) return {};
  const display = compiler.SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(
    program.getTypeChecker(),
    symbol,
    file,
    file,
    file,
  );
  const signature = compiler.displayPartsToString(display.displayParts);
  const documentation = wordsOf(display.documentation, compiler);
  return { ...(signature && { signature }), ...(documentation && { documentation }) };
}
