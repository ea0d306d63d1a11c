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

/** A refusal in a sentence. */
export function inWords({ reason, line, hint }: Refusal): string {
  return `${reason}${line === undefined ? "" : `, at ${line}`}.\n  ${hint}`;
}
