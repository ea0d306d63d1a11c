import type { CompileOptions, GraphOptions } from "../compile/index.ts";
import { show } from "../plot/index.ts";

/** How all the graphs of a learner are made, and who is told where one can't be. */
export type HowCompiled = Pick<CompileOptions<[]>, keyof GraphOptions | "eager" | "onRefusal">;

/**
 * @param wanted as `LearnerOptions.compile`
 * @returns the same for all graphs of a learner: what is said of several is shown once
 */
export function howCompiled(wanted: false | GraphOptions = {}): HowCompiled {
  const said = new Set<string>();
  const onRefusal = (words: string): void => {
    if (!said.has(words)) void show(words);
    said.add(words);
  };
  return { ...(wanted === false ? { eager: true } : wanted), onRefusal };
}
