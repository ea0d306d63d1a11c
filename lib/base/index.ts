/** What every room may use and which uses no room: argument checks, problems, paths, files, seeded random numbers, words for numbers. */
export { cellSignal, type RunningCell } from "./cell.ts";
export { describe, fraction, lessThanOne, notNegative, oneOf, positive, positiveInteger, wholeNumber } from "./expect.ts";
export { readJson, writeAtomically } from "./files.ts";
export { escapeHtml, formatBytes, formatCount, formatSeconds, plural } from "./format.ts";
export { byLikeness } from "./nearest.ts";
export { budget, descentHome, inHome, projectRoot } from "./paths.ts";
export { messageOf, Problem } from "./problem.ts";
export { pythonEnvironment, pythonProgram } from "./python.ts";
export { Random } from "./random.ts";
export { randomBits } from "./random-bits.ts";
export { leaderboardUrl, type ProcessNote, type RunState, readRunState, removeRunState, writeRunState } from "./run-state.ts";
export { userLine } from "./user-line.ts";
