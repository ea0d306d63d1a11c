import type { Operation } from "./operation.ts";

/** What all calls of one operation took together. */
export interface OperationTime {
  readonly name: string;
  readonly calls: number;
  /** Milliseconds, without operations that they called. */
  readonly ms: number;
  /** Part of the whole run's time, 0 … 1. */
  readonly share: number;
  /** Bytes of the tensors that came out. */
  readonly bytes: number;
}

/** What the operations that one line asked for took together. */
export interface LineTime {
  /** "file:line"; undefined where no line of the user's asked for them. */
  readonly line: string | undefined;
  readonly operations: number;
  /** Milliseconds. */
  readonly ms: number;
  /** Part of the whole run's time, 0 … 1. */
  readonly share: number;
}

/** Operations of one name together, those first that took longest. */
export function byOperation(operations: readonly Operation[], total: number): OperationTime[] {
  const groups = Map.groupBy(operations, ({ name }) => name);
  return [...groups]
    .map(([name, group]) => ({ name, bytes: sum(group, "bytes"), calls: group.length, ...timeOf(group, total) }))
    .sort(longestFirst);
}

/** Operations that one line asked for together, those lines first that took longest. */
export function byLine(operations: readonly Operation[], total: number): LineTime[] {
  const groups = Map.groupBy(operations, ({ line }) => line);
  return [...groups].map(([line, group]) => ({ line, operations: group.length, ...timeOf(group, total) })).sort(longestFirst);
}

function timeOf(group: readonly Operation[], total: number): { readonly ms: number; readonly share: number } {
  const ms = sum(group, "ownTime");
  return { ms, share: total > 0 ? ms / total : 0 };
}

const sum = (operations: readonly Operation[], part: "ownTime" | "bytes"): number =>
  operations.reduce((total, operation) => total + operation[part], 0);

const longestFirst = (one: { readonly ms: number }, other: { readonly ms: number }): number => other.ms - one.ms;
