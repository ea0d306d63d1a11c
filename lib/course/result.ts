import { inspect } from "node:util";
import type { Outcome, Status } from "../exercise/index.ts";
import { type Displayable, displaySymbol, type MimeBundle, shownHere } from "../plot/index.ts";
import { looks, type MessageParts } from "./message.ts";

const lookOf: Readonly<Record<Status, MessageParts["look"]>> = {
  PASS: looks.right,
  PARTIAL: looks.partly,
  FAIL: looks.wrong,
  EXCEPTION: looks.error,
  UNATTEMPTED: looks.open,
};

/** An outcome as a learner reads it: `PASS: 4 of 4. All 4 cases are right.` */
export function outcomeMessage({ status, points, of, message }: Outcome, small: readonly string[]): MessageParts {
  return { look: lookOf[status], title: `${status}: ${points} of ${of}.`, text: message, small };
}

/**
 * What `check` gives back: the outcome. The cell that checked has shown it already, so there it adds nothing; under nbgrader it is
 * a mere number, which nbgrader takes for the points of the cell.
 */
export class CheckResult implements Outcome, Displayable {
  readonly status: Status;
  readonly points: number;
  readonly of: number;
  readonly message: string;
  declare readonly wanted?: string;
  declare readonly got?: string;
  readonly #isShown = shownHere();

  constructor(outcome: Outcome) {
    this.status = outcome.status;
    this.points = outcome.points;
    this.of = outcome.of;
    this.message = outcome.message;
    if (outcome.wanted !== undefined) this.wanted = outcome.wanted;
    if (outcome.got !== undefined) this.got = outcome.got;
  }

  toString(): string {
    return `${this.status}: ${this.points} of ${this.of}. ${this.message}`;
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle | undefined {
    if (process.env["NBGRADER_EXECUTION"] !== undefined) return { "text/plain": String(this.points) };
    return this.#isShown() ? undefined : { "text/plain": this.toString() };
  }
}
