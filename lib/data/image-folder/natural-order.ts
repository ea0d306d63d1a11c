const collator = new Intl.Collator("en", { numeric: true });

/** Names as people sort them, `photo2` before `photo10`; the same on every machine. */
export function naturalOrder(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
