import Type from "typebox";
import Value from "typebox/value";
import { messageOf } from "../../lib/base/index.ts";
import type { Contender } from "./contender.ts";

/** One that takes part: its running worker, or why there is none. */
export interface Entrant {
  readonly name: string;
  readonly worker: Contender | { readonly why: string };
}

/** What an entrant did in all rounds of a task, or why it has no figure. */
export type Outcome = Measured | { readonly why: string };

export interface Measured {
  /** Items a second, one for each round. */
  readonly rates: readonly number[];
  /** Figures of the contender's own from its preparation and from its last round, such as its loss. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

export interface RoundsOptions {
  readonly rounds: number;
  /** Which work, where the contenders can do several: it goes with each request. */
  readonly task?: string;
  /** Items that an entrant works through in a round, if its time allows. */
  readonly items: number;
  /** Items come in wholes of this. */
  readonly batch: number;
  /** Seconds that a round of one entrant may take; a slow entrant gets fewer items, one that is too slow for one batch gets one round. */
  readonly seconds: number;
  onRound?(round: number, entrant: string): void;
}

/** An entrant whose single batch takes longer than this many times the seconds of a round is not measured. */
const patience = 3;

const Facts = Type.Record(Type.String(), Type.Number());
const Prepared = Type.Object({ secondsPerItem: Type.Number({ exclusiveMinimum: 0 }), facts: Facts });
const Round = Type.Object({ seconds: Type.Number({ exclusiveMinimum: 0 }), items: Type.Integer({ minimum: 1 }), facts: Facts });

/** Items for one round of an entrant: whole batches, as many as its speed allows; 0 where even one batch would take far too long. */
export function itemsForRound(secondsPerItem: number, options: Pick<RoundsOptions, "items" | "batch" | "seconds">): number {
  const { items, batch, seconds } = options;
  if (secondsPerItem * batch > seconds * patience) return 0;
  const affordable = Math.min(items, seconds / secondsPerItem);
  return Math.max(1, Math.floor(affordable / batch)) * batch;
}

/**
 * Measures all entrants at one task, in interleaved rounds (first, second, …, first, second, …), so that a change of the
 * machine's speed meets all alike. Each is asked once to `prepare` (build, warm up, estimate its speed), then to `measure`;
 * only one computes at a time. An entrant that fails drops out with the reason, the others go on.
 */
export async function interleave(entrants: readonly Entrant[], options: RoundsOptions): Promise<Map<string, Outcome>> {
  const lanes = entrants.map((entrant) => new Lane(entrant, options));
  for (const lane of lanes) await lane.prepare();
  for (let round = 1; round <= options.rounds; round++) {
    for (const lane of lanes) {
      options.onRound?.(round, lane.name);
      await lane.measure(round);
    }
  }
  return new Map(lanes.map((lane) => [lane.name, lane.outcome()]));
}

class Lane {
  readonly name: string;
  readonly #worker: Contender | undefined;
  readonly #options: RoundsOptions;
  readonly #rates: number[] = [];
  #why: string | undefined;
  #items = 0;
  #rounds: number;
  #before: Readonly<Record<string, number>> = {};
  #after: Readonly<Record<string, number>> = {};

  constructor({ name, worker }: Entrant, options: RoundsOptions) {
    this.name = name;
    this.#options = options;
    this.#rounds = options.rounds;
    if ("why" in worker) this.#why = worker.why;
    this.#worker = "why" in worker ? undefined : worker;
  }

  async prepare(): Promise<void> {
    await this.#attempt(async (worker) => {
      const { batch, items, seconds } = this.#options;
      const { secondsPerItem, facts } = Value.Parse(Prepared, await worker.ask("prepare", this.#request(items)));
      this.#before = facts;
      this.#items = itemsForRound(secondsPerItem, this.#options);
      if (this.#items === 0) throw new RangeError(`too slow here: one batch of ${batch} takes ${Math.round(secondsPerItem * batch)} s`);
      if (secondsPerItem * batch > seconds) this.#rounds = 1;
      await worker.ask("measure", this.#request(this.#items)); // not counted: the first run of a new length may set up more
    });
  }

  async measure(round: number): Promise<void> {
    if (round > this.#rounds) return;
    await this.#attempt(async (worker) => {
      const { seconds, items, facts } = Value.Parse(Round, await worker.ask("measure", this.#request(this.#items)));
      this.#rates.push(items / seconds);
      this.#after = facts;
    });
  }

  outcome(): Outcome {
    if (this.#why !== undefined) return { why: this.#why };
    return { rates: this.#rates, before: this.#before, after: this.#after };
  }

  #request(items: number): Readonly<Record<string, unknown>> {
    const { batch, task } = this.#options;
    return { batch, items, ...(task !== undefined && { task }) };
  }

  async #attempt(work: (worker: Contender) => Promise<void>): Promise<void> {
    if (!this.#worker || this.#why !== undefined) return;
    try {
      await work(this.#worker);
    } catch (error) {
      this.#why = messageOf(error);
    }
  }
}
