import { fileURLToPath } from "node:url";
import { inspect, stripVTControlCharacters, styleText } from "node:util";
import type { Diagnostic } from "tslab/dist/converter.js";
import { projectRoot } from "../../base/paths.ts";
import { isInterrupt, KeyboardInterrupt } from "./keyboard-interrupt.ts";

/** What ended a cell, in the words of Jupyter's protocol. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  /** Lines for people, coloured with ANSI codes. */
  readonly traceback: readonly string[];
}

/** The text of a line in the code that ran for a cell; undefined where there is none. */
export type LineOf = (cell: number, line: number) => string | undefined;

const frameLimit = 12;
const causeLimit = 4;
const paint = (format: Parameters<typeof styleText>[0], text: string): string => styleText(format, text, { validateStream: false });

/** What to tell of something that code threw: its frames in cells and libraries, without those of Node, tslab and the kernel. */
export function failureOf(thrown: unknown, lineOf: LineOf): Failure {
  const error = isInterrupt(thrown) ? new KeyboardInterrupt() : thrown;
  const { name: ename, message: evalue } = nameAndMessage(error);
  return { ename, evalue, traceback: tracebackOf(error, lineOf, 0) };
}

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
  const traceback = problems.flatMap(({ place, messages, diagnostic }) => [
    `${paint("red", "TypeScriptError")} ${place} - ${messages.join("\n  ")}`,
    ...(diagnostic.fileName ? [] : codeFrame(code, diagnostic)),
  ]);
  return { ename: "TypeScriptError", evalue, traceback };
}

function codeFrame(code: string, { start, end }: Diagnostic): string[] {
  const line = code.split("\n")[start.line];
  if (line === undefined) return [];
  const width = end.line === start.line ? Math.max(1, end.character - start.character) : Math.max(1, line.length - start.character);
  const margin = `${start.line + 1} | `;
  return [
    paint("dim", margin) + line,
    `${" ".repeat(margin.length)}${line.slice(0, start.character).replace(/[^\t]/g, " ")}${paint("red", "^".repeat(width))}`,
  ];
}

function nameAndMessage(thrown: unknown): { name: string; message: string } {
  if (thrown instanceof Error) return { name: thrown.name || "Error", message: stripVTControlCharacters(thrown.message) };
  return { name: typeof thrown === "object" ? (thrown?.constructor?.name ?? "object") : typeof thrown, message: inspect(thrown) };
}

function tracebackOf(thrown: unknown, lineOf: LineOf, depth: number): string[] {
  const { name, message } = nameAndMessage(thrown);
  const lines = [`${paint("red", name)}: ${message}`];
  if (!(thrown instanceof Error)) return lines;
  const frames = (thrown.stack ?? "").split("\n").flatMap((line) => frameOf(line, lineOf) ?? []);
  lines.push(...frames.slice(0, frameLimit));
  if ("hint" in thrown && typeof thrown.hint === "string") lines.push(`${paint("cyan", "Hint:")} ${thrown.hint}`);
  if (thrown instanceof AggregateError && depth < causeLimit)
    lines.push(...thrown.errors.flatMap((error) => tracebackOf(error, lineOf, depth + 1)));
  if (thrown.cause !== undefined && depth < causeLimit) lines.push("Caused by", ...tracebackOf(thrown.cause, lineOf, depth + 1));
  return lines;
}

/** One line of a stack for people; undefined for what is no frame or no business of the learner's. */
function frameOf(line: string, lineOf: LineOf): string | undefined {
  const [, called, place = "", row, column] = /^\s+at (?:(.*) \()?(.+?):(\d+):(\d+)\)?$/.exec(line) ?? [];
  if (row === undefined || /^(async )?node:|[\\/]tslab[\\/]dist[\\/]/.test(place)) return undefined;
  const [, cell] = /^(?:async )?In\[(\d+)\]$/.exec(place) ?? [];
  const own = called?.replace(/^(async )?(Proxy|Object|Module)\./, "$1"); // what tslab's scope and modules are called in a stack
  const name = own && !/<anonymous>$|^eval$/.test(own) ? `${own} ` : "";
  if (cell !== undefined) {
    const code = lineOf(Number(cell), Number(row))?.trim();
    if (code === undefined || code === "") return undefined; // the frame of tslab's wrapper around the cell
    return `${paint("dim", `    at ${name}in cell [${cell}]:`)} ${code}`;
  }
  const file = place.startsWith("file:") ? fileURLToPath(place) : place;
  if (file === "<anonymous>" || file.startsWith("evalmachine") || file.startsWith(`${projectRoot}/lib/kernel/`)) return undefined;
  return paint("dim", `    at ${name}(${file.startsWith(`${projectRoot}/`) ? file.slice(projectRoot.length + 1) : file}:${row}:${column})`);
}
