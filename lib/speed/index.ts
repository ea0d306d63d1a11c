/** Where the time goes: measures functions with their spread, and tells a training step's time by operation and by line. */
export { type BenchOptions, bench } from "./bench.ts";
export { BenchComparison } from "./bench-comparison.ts";
export { BenchReport } from "./bench-report.ts";
export { compareBench } from "./compare-bench.ts";
export type { LineTime, OperationTime } from "./profile/groups.ts";
export type { Operation, Scope } from "./profile/operation.ts";
export { type ProfileOptions, profile } from "./profile/profile.ts";
export { ProfileReport } from "./profile/profile-report.ts";
