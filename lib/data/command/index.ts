/** The verbs of `npx descent data`. Uses no TensorFlow.js. */
export { type GetOptions, getCommand } from "./get.ts";
export { untilInterrupted } from "./interrupt.ts";
export { listCommand } from "./list.ts";
export { verifyCommand } from "./verify.ts";
export { whereCommand } from "./where.ts";
export type { CommandOptions } from "./words.ts";
