/** Milliseconds since some start. Tests pass one of their own. */
export type Clock = () => number;

/** The clock of this process; it never runs backwards. */
export const wallClock: Clock = () => performance.now();

/**
 * Decides when a display may be drawn again: never sooner than its interval, and never so often that drawing takes more than 2 % of the
 * time, for a wait that is watched must not become longer by it.
 */
export class Throttle {
  readonly #interval: number;
  readonly #clock: Clock;
  #next = Number.NEGATIVE_INFINITY;

  /** @param perSecond the most drawings a second */
  constructor(perSecond: number, clock: Clock = wallClock) {
    this.#interval = 1000 / perSecond;
    this.#clock = clock;
  }

  /** Draws if it is time, else does nothing. */
  run(draw: () => void): void {
    const start = this.#clock();
    if (start < this.#next) return;
    draw();
    const end = this.#clock();
    this.#next = Math.max(start + this.#interval, end + 50 * (end - start));
  }
}
