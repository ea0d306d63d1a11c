/** What a model says about the pictures of a data set: one class a picture, in the order of `ids`. */
export interface Predictions {
  /** The data set's id, such as `fashion-mnist`. */
  readonly dataset: string;
  /** Its part, such as `test`. */
  readonly split: string;
  readonly ids: readonly string[];
  /** The most probable class of each picture, `[N]`; where the model gives values, the whole number next to each. */
  readonly classes: Int32Array;
  /** The probability of each class, row by row, `[N, number of classes]`. */
  readonly probabilities?: Float32Array;
  /** What the model gives each picture where it does not tell classes but values, `[N]`. */
  readonly values?: Float32Array;
}
