import { messageOf } from "../../../lib/base/index.ts";
import type { Outcome } from "../rounds.ts";
import { type KernelContender, notInstalled } from "./contenders.ts";
import { MeasuredKernel } from "./measured-kernel.ts";

/** One contender's way through the rounds: its running kernel, its figures by case, and why it has none. */
export class Lane<Case extends string> {
  readonly contender: KernelContender;
  readonly #figures = new Map<Case, number[]>();
  readonly #reasons = new Map<Case, string>();
  #kernel: MeasuredKernel | undefined;
  #absent: string | undefined;
  /** What the kernel says that it is. */
  version: Readonly<Record<string, string>> = {};

  constructor(contender: KernelContender) {
    this.contender = contender;
    if (contender.command === undefined) this.#absent = notInstalled;
  }

  /** Starts a fresh kernel. */
  async start(): Promise<MeasuredKernel | undefined> {
    const { command } = this.contender;
    if (command === undefined || this.#absent !== undefined) return undefined;
    try {
      this.#kernel = await MeasuredKernel.start(command);
      const { implementation, implementation_version: version } = this.#kernel.info;
      this.version = { [String(implementation)]: String(version) };
    } catch (error) {
      this.#absent = messageOf(error);
    }
    return this.#kernel;
  }

  /**
   * Measures a case by the running kernel. One that fails has no figure for this case, and goes on with the next.
   *
   * @param needs cases that must have been measured before
   */
  async measure(name: Case, work: (kernel: MeasuredKernel) => Promise<number>, needs: readonly Case[] = []): Promise<void> {
    const lacking = needs.map((need) => this.#reasons.get(need)).find((why) => why !== undefined);
    if (lacking !== undefined) this.#reasons.set(name, lacking);
    if (this.#kernel === undefined || this.#reasons.has(name)) return;
    try {
      const figure = await work(this.#kernel);
      this.#figures.set(name, [...(this.#figures.get(name) ?? []), figure]);
    } catch (error) {
      this.#reasons.set(name, messageOf(error));
    }
  }

  /** Leaves a case out. */
  leaveOut(name: Case, why: string): void {
    this.#reasons.set(name, why);
  }

  async stop(): Promise<void> {
    await this.#kernel?.stop();
    this.#kernel = undefined;
  }

  outcome(name: Case): Outcome {
    const why = this.#absent ?? this.#reasons.get(name);
    if (why !== undefined) return { why };
    const rates = this.#figures.get(name) ?? [];
    return rates.length === 0 ? { why: "was not measured" } : { rates, before: {}, after: {} };
  }
}
