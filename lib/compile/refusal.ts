import { sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Why a step can't be a graph. */
export interface Refusal {
  /** What it does, such as "it reads the values of a tensor (dataSync, array or data)". */
  readonly reason: string;
  /** Where it does that: "file:line" of the first line that is neither TensorFlow.js' nor this library's. */
  readonly line: string | undefined;
  /** What to do about it. */
  readonly hint: string;
  /** Whether it may do that at its first call only, as optimizers do that make their variables then. */
  readonly maybeOnce?: boolean;
}

const library = fileURLToPath(new URL("..", import.meta.url));
const notOfUsers = [`${sep}node_modules${sep}`, library, "node:"];

/** Where the running code was called from: the innermost line that a user wrote. */
export function userLine(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  const frames = new Error("where").stack?.split("\n").slice(1) ?? [];
  Error.stackTraceLimit = stackTraceLimit;
  const places = frames.flatMap((frame) => /\(?((?:file:\/\/)?[^()\s]+:\d+):\d+\)?$/.exec(frame)?.[1] ?? []);
  return places.map((place) => place.replace("file://", "")).find((place) => !notOfUsers.some((part) => place.includes(part)));
}

/** A refusal in a sentence. */
export function inWords({ reason, line, hint }: Refusal): string {
  return `${reason}${line === undefined ? "" : `, at ${line}`}.\n  ${hint}`;
}
