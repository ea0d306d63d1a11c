/** The names in the order of their likeness to `wanted`: fewest letters to change, put in or take out first (Levenshtein, 1966). */
export function byLikeness(wanted: string, names: readonly string[]): readonly string[] {
  return [...names].sort((one, other) => distance(wanted, one) - distance(wanted, other));
}

function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const letter of from) {
    let diagonal = row[0] ?? 0;
    const next = [diagonal + 1];
    for (const [index, other] of Array.from(to).entries()) {
      const above = row[index + 1] ?? 0;
      next.push(Math.min(above + 1, (next[index] ?? 0) + 1, diagonal + (letter === other ? 0 : 1)));
      diagonal = above;
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
