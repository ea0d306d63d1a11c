import Type from "typebox";
import Value from "typebox/value";
import { messageOf } from "../../lib/base/index.ts";
import { Contender, type ContenderCommand } from "./contender.ts";
import type { Entrant } from "./rounds.ts";

const Started = Type.Object({ versions: Type.Record(Type.String(), Type.String()) });

/** The contenders that a benchmark has started: who takes part, in which versions, and who could not and why. */
export class Roster {
  readonly #workers: Contender[] = [];
  /** What each started contender runs on, by its name. */
  readonly versions: Record<string, Readonly<Record<string, string>>> = {};

  /** Starts a contender and asks it to `start`. One that can't becomes an entrant with the reason. */
  async enter(name: string, command: ContenderCommand, parameters: Readonly<Record<string, unknown>>): Promise<Entrant> {
    const worker = new Contender(command);
    this.#workers.push(worker);
    try {
      this.versions[name] = Value.Parse(Started, await worker.ask("start", parameters)).versions;
      return { name, worker };
    } catch (error) {
      return { name, worker: { why: messageOf(error) } };
    }
  }

  /** Ends every worker. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker.stop()));
  }
}
