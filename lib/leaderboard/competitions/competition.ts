/** What the server compares predictions with. */
export interface TestSet {
  /** Names of the pictures, in the competition's own order. */
  readonly ids: readonly string[];
  /** Class of each picture, numbered from 0, in the order of `ids`. */
  readonly labels: ArrayLike<number>;
}

/** What a board is about: predictions for one data set's test pictures, scored by the server. */
export interface Competition {
  readonly id: string;
  readonly title: string;
  /** Id of the data set, as `Predictions` carries it. */
  readonly dataset: string;
  /** Part of the data set that is to be predicted. */
  readonly split: "test";
  /** Class names; a prediction is an index into them. */
  readonly classes: readonly string[];
  readonly metric: "accuracy";
  /** How many pictures are to be predicted. */
  readonly pictures: number;
  readonly limits: { readonly perDay: number };
  /** Why a rank on this board proves nothing; absent on a board that ranks. */
  readonly practice?: string;
  /** The test set. @param seed the competition's secret, the same at every call */
  testSet(seed: string): Promise<TestSet>;
  /** Pictures that learners can have from this server only; absent where the set is public. */
  readonly hidden?: {
    /** Width and height in pixels. */
    readonly size: number;
    /** JPEG files without metadata, in the order of the test set's ids. */
    pictures(seed: string): Promise<readonly Uint8Array[]>;
  };
}
