import { type Data, equals, exercise } from "../../exercise/index.ts";

const rowMistakes: ReadonlyMap<Data, string> = new Map([
  [23, "Did you forget the + 1? Count the places for a 3-pixel filter on a 5-pixel row by hand."],
  [
    25,
    "Nearly: the filter starts at row 0 and must not reach past the last row. Count the places for a 3-pixel filter on a 5-pixel row by hand.",
  ],
  [28, "As many rows as the picture has come out only with padding around the picture; here there is none."],
  [33, "The result can't be larger than the picture: the filter has to fit inside it."],
  [576, "That is the number of values in the whole result. How many rows are they in?"],
]);

/** 03-1: the rows of a result, for one size. */
export const rowCount = exercise<number>({
  points: 1,
  hints: [
    "Draw a row of 5 pixels and slide a 3-pixel filter along it. At how many places does it fit?",
    "The first place is row 0. The last one is where the filter's last row lies on the picture's last row.",
    "A filter of k rows fits at n − k + 1 places on n rows.",
  ],
  reference: 24,
  judge: ({ value }) => equals(value, 24, { secret: true, explain: (got) => rowMistakes.get(got) }),
});
