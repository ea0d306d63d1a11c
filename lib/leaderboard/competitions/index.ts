/** The competitions that the leaderboard runs, in the order in which it lists them. */
import type { Competition } from "./competition.ts";
import { fashionMnist } from "./fashion-mnist.ts";
import { savanna } from "./savanna.ts";

export type { Competition, TestSet } from "./competition.ts";

export const competitions: readonly Competition[] = [savanna, fashionMnist];
