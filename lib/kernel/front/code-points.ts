/** Jupyter counts positions in Unicode code points, JavaScript in UTF-16 units; an emoji is 1 of those and 2 of these. */

/** The UTF-16 index of the code point at `position`. */
export function toUnits(text: string, position: number): number {
  return [...text].slice(0, position).join("").length;
}

/** The number of code points before the UTF-16 index `units`. */
export function toCodePoints(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
