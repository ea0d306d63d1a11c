import { type Data, equals, exercise } from "../../exercise/index.ts";

const headMistakes: ReadonlyMap<Data, string> = new Map([
  [2560, "Nearly: each of the ten units has a number of its own besides, its bias."],
  [2566, "Nearly: how many biases do ten units have?"],
  [2816, "The biases belong to the ten units, not to the 256 numbers that come in."],
  [256, "Those are the numbers that come in. Each of the ten units has a weight for every one of them."],
  [266, "Each of the ten units has 256 weights of its own: they are not shared."],
  [10, "Those are the units. How many weights has each?"],
  [0, "The body rests, but the head still learns: it is new."],
]);

/** 03-8: how many weights still learn when all but the head is frozen. */
export const headWeights = exercise<number>({
  points: 1,
  hints: [
    "Only the head learns: a dense layer with a unit for each species.",
    "Each unit has a weight for every number that comes in, and a bias.",
    "10 units with 256 weights and 1 bias each.",
  ],
  reference: 2570,
  judge: ({ value }) => equals(value, 2570, { secret: true, explain: (got) => headMistakes.get(got) }),
});
