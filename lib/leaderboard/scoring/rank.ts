/** Somebody's best submission. */
export interface Best {
  readonly identity: string;
  readonly score: number;
  /** Grows in the order of acceptance. */
  readonly order: number;
}

/** Orders submissions for a board: the higher score first, of equal scores the earlier one. */
export function compareBests(a: Best, b: Best): number {
  return b.score - a.score || a.order - b.order;
}

/**
 * The board after one more submission: each identity's best, in order.
 *
 * @param bests one entry an identity, in any order
 */
export function boardWith(bests: readonly Best[], submission: Best): Best[] {
  const others = bests.filter(({ identity }) => identity !== submission.identity);
  const own = [...bests.filter(({ identity }) => identity === submission.identity), submission].sort(compareBests).slice(0, 1);
  return [...others, ...own].sort(compareBests);
}
