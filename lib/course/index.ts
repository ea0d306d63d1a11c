/** What a notebook says to the course: exercises with instant checks, figures made for them, goals, and the leaderboard. */
export { todo } from "../exercise/index.ts";
export { exercise } from "./exercise.ts";
export { type ConvolutionWalkOptions, convolutionWalk } from "./figures/convolution-walk.ts";
export { type PoolingWalkOptions, poolingWalk } from "./figures/pooling-walk.ts";
export { goal } from "./goal.ts";
export { leaderboard } from "./leaderboard/index.ts";
