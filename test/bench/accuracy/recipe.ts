/** What a training run is made of: the same for every contender. */
export interface Recipe {
  /** Training pictures of Fashion-MNIST, the first of its 60,000. */
  readonly pictures: number;
  /** Pictures in a batch. */
  readonly batch: number;
  /** Epochs that the one-cycle schedule is laid out for; a run ends as soon as the target is reached. */
  readonly epochs: number;
  /** Adam's highest learning rate. */
  readonly peak: number;
  /** Part of the 10,000 test pictures that has to be right. */
  readonly target: number;
}

/** The usual run, and one that only shows that all runs. */
export const recipes = {
  full: { pictures: 60_000, batch: 128, epochs: 3, peak: 4e-3, target: 0.9 },
  quick: { pictures: 3000, batch: 128, epochs: 2, peak: 4e-3, target: 0.6 },
} as const satisfies Record<string, Recipe>;

/** Weights of the network that every contender builds: conv 832 + conv 18,496 + dense 204,928 + dense 1,290. */
export const parameters = 225_546;
