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

/** How much of a line is shown at most, and how much of that before the spot, in characters: a longer one would wrap, its mark with it. */
const shownOfLine = { whole: 90, before: 60 };

/** Lines of code with their numbers and a mark under a spot; nothing where there is no such line. */
export function codeFrame(lines: readonly string[], { line, column, width = 1, around = 0 }: Spot): string[] {
  if (lines[line - 1] === undefined) return [];
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const digits = String(last).length;
  const cut = column < shownOfLine.whole ? 0 : column - shownOfLine.before; // the same of all lines, so that they stay in line
  return lines.slice(first - 1, last).flatMap((text, index) => {
    const number = first + index;
    const margin = `${String(number).padStart(digits)} | `;
    const part = text.slice(cut, cut + shownOfLine.whole);
    const shown =
      paint("dim", margin) + (cut > 0 && part ? `…${part.slice(1)}` : part) + (text.length > cut + shownOfLine.whole ? "…" : "");
    if (number !== line) return [shown];
    const indent = `${" ".repeat(margin.length)}${text.slice(cut, column).replace(/[^\t]/g, " ")}`;
    return [shown, `${indent}${paint("red", "^".repeat(Math.min(Math.max(1, width), cut + shownOfLine.whole - column)))}`];
  });
}
