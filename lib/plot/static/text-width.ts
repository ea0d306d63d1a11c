/** Widths in parts of the font's size, as in DejaVu Sans, the widest of the fonts that are common: what fits there fits elsewhere. */
const widths: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[il.,:;'|!jft()[\]/ ]/, 0.35],
  [/[mwMW%@—…]/, 0.95],
  [/[A-Z0-9×−]/, 0.66],
  [/[⺀-鿿가-힣＀-￯]/, 1],
];
const otherWidth = 0.61;

/** About how wide a text is in pixels, its longest line where it has several: without a browser nobody can measure it. */
export function textWidth(text: string, size: number): number {
  return Math.max(0, ...text.split("\n").map((line) => size * Array.from(line).reduce((sum, character) => sum + widthOf(character), 0)));
}

function widthOf(character: string): number {
  return widths.find(([characters]) => characters.test(character))?.[1] ?? otherWidth;
}

/** The text cut with … where it is wider than so many pixels. */
export function cutTo(width: number, text: string, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let end = text.length;
  while (end > 1 && textWidth(`${text.slice(0, end)}…`, size) > width) end--;
  return `${text.slice(0, end)}…`;
}
