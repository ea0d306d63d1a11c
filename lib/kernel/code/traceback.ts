import { fileURLToPath } from "node:url";
import { inspect, stripVTControlCharacters } from "node:util";
import { projectRoot } from "../../base/paths.ts";
import { codeFrame } from "../link/code-frame.ts";
import type { Failure } from "../link/messages.ts";
import { paint } from "../link/paint.ts";
import { isInterrupt, KeyboardInterrupt } from "./keyboard-interrupt.ts";
import type { Places } from "./places.ts";

const frameLimit = 12;
const causeLimit = 4;

/** What to tell of something that code threw: its frames in cells and libraries, without those of Node, tslab and the kernel. */
export function failureOf(thrown: unknown, places: Places): Failure {
  const error = isInterrupt(thrown) && !(thrown instanceof KeyboardInterrupt) ? new KeyboardInterrupt() : thrown;
  const { name: ename, message: evalue } = nameAndMessage(error);
  return { ename, evalue, traceback: tracebackOf(error, places, 0) };
}

function nameAndMessage(thrown: unknown): { name: string; message: string } {
  if (thrown instanceof Error) return { name: thrown.name || "Error", message: stripVTControlCharacters(thrown.message) };
  return { name: typeof thrown === "object" ? (thrown?.constructor?.name ?? "object") : typeof thrown, message: inspect(thrown) };
}

function tracebackOf(thrown: unknown, places: Places, depth: number): string[] {
  const { name, message } = nameAndMessage(thrown);
  const lines = [`${paint("red", name)}: ${message}`];
  if (!(thrown instanceof Error)) return lines;
  const frames = (thrown.stack ?? "")
    .split("\n")
    .flatMap((line) => frameOf(line, { places, around: depth === 0 ? 2 : 0 }) ?? [])
    .filter(({ text }, index, all) => text !== all[index - 1]?.text); // a function that calls itself is told once
  const first = frames.findIndex(({ code }) => code.length > 0); // only the innermost place in a cell is shown with the lines around it
  lines.push(...frames.slice(0, frameLimit).flatMap(({ text, code }, index) => (index === first ? [text, ...code] : [text])));
  if (frames.length > frameLimit) lines.push(paint("dim", `    … ${frames.length - frameLimit} more`));
  if ("hint" in thrown && typeof thrown.hint === "string") lines.push(`${paint("cyan", "Hint:")} ${thrown.hint}`);
  if (thrown instanceof AggregateError && depth < causeLimit)
    lines.push(...thrown.errors.flatMap((error) => tracebackOf(error, places, depth + 1)));
  if (thrown.cause !== undefined && depth < causeLimit) lines.push("Caused by", ...tracebackOf(thrown.cause, places, depth + 1));
  return lines;
}

interface Frame {
  readonly text: string;
  /** The lines around the place, for a place in a cell. */
  readonly code: readonly string[];
}

interface FrameOptions {
  readonly places: Places;
  /** How many lines of a cell are shown before and after the place. */
  readonly around: number;
}

/** One line of a stack for people; undefined for what is no frame or no business of the learner's. */
function frameOf(line: string, { places, around }: FrameOptions): Frame | undefined {
  const [, called, place = ""] = /^\s+at (?:(.*) \()?(.+?)\)?$/.exec(line) ?? [];
  if (/^(async )?node:|^$|<anonymous>$|^native$/.test(place)) return undefined;
  const own = called?.replace(/^(async )?(Proxy|Object|Module)\./, "$1"); // what tslab's scope and modules are called in a stack
  const name = own && !/<anonymous>$|^eval$/.test(own) ? `${own} ` : "";
  const [inCell, cell, row, column] = /^(?:async )?cell \[(\d+)\], line (\d+):(\d+)$/.exec(place) ?? [];
  if (inCell === undefined) {
    const file = place.startsWith("file:") ? fileURLToPath(place.replace(/\?version=\d+/, "")) : place;
    const shown = file.startsWith(`${projectRoot}/`) ? file.slice(projectRoot.length + 1) : file;
    return { text: paint("dim", `    at ${name}(${shown})`), code: [] };
  }
  const spot = { line: Number(row), column: Number(column) - 1, around };
  const text = paint("dim", `    at ${name && `${name}in `}${inCell.replace("async ", "")}`);
  return { text, code: codeFrame(places.linesOf(Number(cell)), spot) };
}
