const units = [
  ["s", 1000],
  ["ms", 1],
  ["µs", 1e-3],
  ["ns", 1e-6],
] as const;

/** The unit in which a number of milliseconds is read best, and its size in milliseconds. */
const unitFor = (ms: number): (typeof units)[number] => units.find(([, size]) => ms >= size) ?? units[3];

/** Three significant digits, but never an exponent. */
const shortly = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** Milliseconds for people: `12.3 ms`, `1.20 s`, `850 µs`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return "0 ms";
  const [unit, size] = unitFor(ms);
  return `${shortly(ms / size)} ${unit}`;
}

/** Milliseconds with the range around them, in one unit: `12.3 ms (11.9–12.8)`. */
export function formatSpread(ms: number, { from, to }: { readonly from: number; readonly to: number }): string {
  const [, size] = unitFor(ms);
  return `${formatDuration(ms)} (${shortly(from / size)}–${shortly(to / size)})`;
}
