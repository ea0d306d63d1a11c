import { paint } from "./paint.ts";

interface Spot {
  /** From 1. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
  /** How many characters are marked: 1 unless told. */
  readonly width?: number;
  /** How many lines are shown before and after. */
  readonly around?: number;
}

/** Lines of code with their numbers and a mark under a spot; nothing where there is no such line. */
export function codeFrame(lines: readonly string[], { line, column, width = 1, around = 0 }: Spot): string[] {
  if (lines[line - 1] === undefined) return [];
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const digits = String(last).length;
  return lines.slice(first - 1, last).flatMap((text, index) => {
    const number = first + index;
    const margin = `${String(number).padStart(digits)} | `;
    const shown = paint("dim", margin) + text;
    if (number !== line) return [shown];
    const indent = `${" ".repeat(margin.length)}${text.slice(0, column).replace(/[^\t]/g, " ")}`;
    return [shown, `${indent}${paint("red", "^".repeat(Math.max(1, width)))}`];
  });
}
