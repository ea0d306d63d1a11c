/** Training: the Learner, what it makes small (losses), how (optimizers), and how it is judged (metrics). */
export type { Scores } from "./evaluate.ts";
export { type Epoch, History, type StoppedAt } from "./history.ts";
export { type FitOptions, Learner, type LearnerOptions } from "./learner.ts";
export { crossEntropy } from "./losses/cross-entropy.ts";
export type { Loss } from "./losses/loss.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { type Measured, type Metric, ratioOfSums } from "./metrics/metric.ts";
export { type AdamOptions, adam } from "./optimizers/adam.ts";
export type { Optimizer, Slots, UpdateInput, UpdateOutput } from "./optimizers/optimizer.ts";
export { type SgdOptions, sgd } from "./optimizers/sgd.ts";
