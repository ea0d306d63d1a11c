import { Problem } from "../base/problem.ts";

/** Where in a script something was found: the file as the reader knows it, and the line counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A mistake in a notebook's source: `solutions/03-build-cnn.ts:12: what is wrong`, and the mend as its hint. */
export function sourceProblem({ file, line }: Place, message: string, hint: string): Problem {
  return new Problem("notebook-source", `${file}:${line}: ${message}`, { hint });
}
