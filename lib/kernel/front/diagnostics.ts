import type { Diagnostic } from "tslab/dist/converter.js";
import { codeFrame } from "../link/code-frame.ts";
import type { Failure } from "../link/messages.ts";
import { paint } from "../link/paint.ts";

/** What to tell of type errors: where each is in the cell, with the line itself. */
export function failureOfDiagnostics(diagnostics: readonly Diagnostic[], code: string): Failure {
  const problems: { place: string; messages: string[]; diagnostic: Diagnostic }[] = [];
  for (const diagnostic of diagnostics) {
    const place = `${diagnostic.fileName ? `${diagnostic.fileName} ` : ""}${diagnostic.start.line + 1}:${diagnostic.start.character + 1}`;
    const last = problems.at(-1);
    // tslab gives the parts of one explanation as diagnostics of one place
    if (last?.place === place) last.messages.push(diagnostic.messageText);
    else problems.push({ place, messages: [diagnostic.messageText], diagnostic });
  }
  const evalue = problems.map(({ place, messages }) => `${place} - ${messages[0]}`).join("\n");
  const lines = code.split("\n");
  const traceback = problems.flatMap(({ place, messages, diagnostic }) => [
    `${paint("red", "TypeScriptError")} ${place} - ${messages.join("\n  ")}`,
    ...(diagnostic.fileName ? [] : frameOf(lines, diagnostic)),
  ]);
  return { ename: "TypeScriptError", evalue, traceback };
}

function frameOf(lines: readonly string[], { start, end }: Diagnostic): string[] {
  const length = lines[start.line]?.length ?? 0;
  const width = (end.line === start.line ? end.character : length) - start.character;
  return codeFrame(lines, { line: start.line + 1, column: start.character, width });
}
