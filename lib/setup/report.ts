import { styleText } from "node:util";
import { messageOf, Problem } from "../base/problem.ts";
import { StatusLine } from "../plot/status-line.ts";
import { WaitingLine } from "../plot/waiting-line.ts";

/** One part of set-up or start: what it is called, whether it is there already, and how it is brought. */
export interface Step {
  /** Stable name for programs, such as `python`. */
  readonly id: string;
  readonly title: string;
  /** How long it takes on an ordinary machine, such as `about a minute`: said while one waits. */
  readonly takes?: string;
  /** True where nothing is to be done. Must be quick. */
  readonly done?: () => Promise<boolean>;
  /** Brings the part. @returns a few words on what came. @throws Problem where it can't be had */
  readonly run: () => Promise<string | undefined>;
}

export type StepOutcome = { readonly id: string; readonly status: "there" | "done"; readonly detail?: string } | Failure;
interface Failure {
  readonly id: string;
  readonly status: "failed";
  readonly problem: Problem;
}

export interface ReportOptions {
  /** Print one JSON line a step on stdout too. */
  readonly json?: boolean;
  /** Say nothing of parts that are there already. */
  readonly brief?: boolean;
}

const good = styleText("green", "✓");
const bad = styleText("yellow", "–");

/** Prints one event as a JSON line on stdout. */
export function printEvent(event: string, fields: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
}

/** Runs one step with its progress line on stderr. Never throws: a part that can't be had is an outcome, named with its mend. */
export async function runStep(step: Step, options: ReportOptions = {}): Promise<StepOutcome> {
  const outcome = (await step.done?.()) ? there(step, options) : await bring(step);
  if (options.json) printEvent("step", outcome);
  return outcome;
}

function there(step: Step, { brief }: ReportOptions): StepOutcome {
  if (!brief) new StatusLine().keep(`${good} ${step.title}: there`);
  return { id: step.id, status: "there" };
}

async function bring(step: Step): Promise<StepOutcome> {
  const what = step.takes ? `${step.title} (${step.takes})` : step.title;
  const waiting = new WaitingLine((seconds) => `${what}  ${seconds}`, { announce: true });
  try {
    const detail = await step.run();
    waiting.end(`${good} ${step.title}${detail ? `: ${detail}` : ""} (${waiting.seconds})`);
    return { id: step.id, status: "done", ...(detail === undefined ? {} : { detail }) };
  } catch (thrown) {
    const problem = asProblem(thrown);
    waiting.end(`${bad} ${step.title}: ${problem.message}\n    ${problem.hint}`);
    return { id: step.id, status: "failed", problem };
  }
}

function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem("unexpected", messageOf(thrown), { hint: "Run `npx descent doctor` for an overview of all parts.", cause: thrown });
}
