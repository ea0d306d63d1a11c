import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { messageOf, Problem } from "../../lib/base/index.ts";

/** How a contender's process is started. */
export interface ContenderCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a reply on the worker's stdout: the record separator of JSON text sequences (RFC 7464). Any other line is chatter. */
export const replyMark = "\u001e";

/** Last lines of a worker's chatter that the message of its failure repeats: enough for the heart of a stack trace. */
const keptLines = 16;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A long-lived worker process that takes part in a benchmark, so that imports and warm-up are not timed and rounds can interleave.
 *
 * One JSON line a request on its stdin, `{ verb, ...parameters }`; one line a reply on its stdout, `replyMark` and then
 * `{ value }` or `{ error }`. Requests are answered in order. What else the worker prints is kept for the message of a failure.
 */
export class Contender {
  readonly #child: ChildProcess;
  readonly #waiting: Waiting[] = [];
  readonly #chatter: string[] = [];
  readonly #ended: Promise<void>;
  #failure: Problem | undefined;

  constructor(command: ContenderCommand) {
    this.#child = spawn(command.program, command.args, { stdio: "pipe", env: { ...process.env, ...command.env } });
    this.#child.stdin?.on("error", () => {}); // a worker that has ended: its exit says why
    if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on("line", (line) => this.#read(line));
    if (this.#child.stderr) createInterface({ input: this.#child.stderr }).on("line", (line) => this.#keep(line));
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", (error) => {
        this.#fail(`could not be started: ${error.message}`, error);
        resolve();
      });
      // "close" comes after the last line of both streams, so the message holds what the worker said last.
      this.#child.on("close", (code, signal) => {
        this.#fail(`ended ${signal ? `on signal ${signal}` : `with exit code ${code}`}`);
        resolve();
      });
    });
  }

  /**
   * The worker's answer to one request.
   *
   * @param options.seconds after which the worker is given up and killed
   * @throws Problem `contender-failed` where the worker answers with an error, ends, or takes longer
   */
  async ask(
    verb: string,
    parameters: Readonly<Record<string, unknown>> = {},
    options: { readonly seconds?: number } = {},
  ): Promise<unknown> {
    if (this.#failure) throw this.#failure;
    const seconds = options.seconds ?? 120;
    const timer = setTimeout(() => {
      this.#fail(`took longer than ${seconds} s to ${verb}`);
      this.#child.kill("SIGKILL");
    }, seconds * 1000);
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting.push({ resolve, reject });
        this.#child.stdin?.write(`${JSON.stringify({ verb, ...parameters })}\n`);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the worker: by the end of its input, by force after 3 s. */
  async stop(): Promise<void> {
    this.#child.stdin?.end();
    const force = setTimeout(() => this.#child.kill("SIGKILL"), 3000);
    await this.#ended;
    clearTimeout(force);
  }

  #read(line: string): void {
    if (!line.startsWith(replyMark)) {
      this.#keep(line);
      return;
    }
    const waiting = this.#waiting.shift();
    try {
      const reply: unknown = JSON.parse(line.slice(replyMark.length));
      if (typeof reply === "object" && reply !== null && "value" in reply) waiting?.resolve(reply.value);
      else if (typeof reply === "object" && reply !== null && "error" in reply) waiting?.reject(this.#problem(String(reply.error)));
      else waiting?.reject(this.#problem(`sent a reply without a value: ${line.slice(1, 200)}`));
    } catch (error) {
      waiting?.reject(this.#problem(`sent a reply that is not JSON: ${messageOf(error)}`));
    }
  }

  #keep(line: string): void {
    this.#chatter.push(line);
    if (this.#chatter.length > keptLines) this.#chatter.shift();
  }

  #fail(what: string, cause?: unknown): void {
    this.#failure ??= this.#problem([what, ...this.#chatter].join("\n  "), cause);
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  #problem(what: string, cause?: unknown): Problem {
    const hint = "Run the benchmark again; if it stays, start the contender's script by hand and read what it prints.";
    return new Problem("contender-failed", what, { hint, cause });
  }
}
