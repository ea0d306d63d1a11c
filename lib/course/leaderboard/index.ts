/** The notebook's side of the leaderboard: hidden pictures come in, predictions go out, and the score and rank come back. */
import { pictures } from "./pictures.ts";
import { submit } from "./submit.ts";

export const leaderboard = { submit, pictures } as const;
export type { Standing } from "./standing.ts";
