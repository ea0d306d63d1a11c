import { fashionMnist } from "./fashion-mnist/index.ts";
import { savanna } from "./savanna/index.ts";

/** The data sets of the course: each a function that brings it and gives its parts. */
export const datasets = { fashionMnist, savanna } as const;
