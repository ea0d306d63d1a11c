import { messageOf, Problem } from "../../base/problem.ts";
import type { Content, Message } from "../protocol/message.ts";
import type { KernelName } from "../spec.ts";
import { KernelClient } from "./client.ts";
import { type KernelEnd, KernelProcess } from "./kernel-process.ts";

/** How often a kernel is started when another program takes one of its ports first. */
const attempts = 3;

/** How long a kernel may take to answer at its start, in milliseconds: a loaded machine needs many seconds. */
const startPatience = 60_000;

/** How long an interrupted cell may take to end, in milliseconds. */
const interruptPatience = 5000;

/** How the wait for a cell ended: with the kernel's answer, or without where the kernel ended, time was up or the run was stopped. */
export type CellEnd =
  | { readonly kind: "answered"; readonly answer: Content }
  | { readonly kind: "died"; readonly end: KernelEnd }
  | { readonly kind: "late" }
  | { readonly kind: "stopped" };

interface ExecuteOptions {
  /** Is told each message that belongs to the cell. */
  readonly heard: (message: Message) => void;
  /** In seconds; a cell that takes longer is interrupted. */
  readonly timeout?: number | undefined;
  /** Interrupts the cell when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** A kernel process and a client of it, for the time of one notebook. */
export class KernelSession {
  /** The kernel's answer to `kernel_info_request`. */
  readonly info: Content;
  readonly #process: KernelProcess;
  readonly #client: KernelClient;

  private constructor(info: Content, process: KernelProcess, client: KernelClient) {
    this.info = info;
    this.#process = process;
    this.#client = client;
  }

  /** @throws Problem `kernel-start` where the kernel ends or does not answer */
  static async start(name: KernelName, folder: string): Promise<KernelSession> {
    let last: KernelEnd = { how: "it did not answer", log: "" };
    for (let attempt = 0; attempt < attempts; attempt++) {
      const process = await KernelProcess.start(name, folder);
      const client = new KernelClient(process.connection);
      const info = await within(startPatience, Promise.race([client.ready(), process.ended.then((end) => ({ end }))]));
      if (info !== undefined && !("end" in info)) return new KernelSession(info, process, client);
      client.close();
      if (info === undefined) process.signal("SIGKILL");
      last = await process.ended;
      if (!last.log.includes("Address already in use")) break;
    }
    throw new Problem("kernel-start", `The kernel ${name} did not start: ${last.how}${last.log ? `\n${last.log.trimEnd()}` : ""}`, {
      hint: "npx descent doctor shows what is missing",
    });
  }

  /** Executes code. A cell that is late or stopped gets some time to end, so that its last outputs are heard. */
  async execute(code: string, { heard, timeout, signal }: ExecuteOptions): Promise<CellEnd> {
    const answered = this.#client.execute(code, heard).then((answer): CellEnd => ({ kind: "answered", answer }));
    const ended = Promise.race([answered, this.#process.ended.then((end): CellEnd => ({ kind: "died", end }))]);
    const limited = timeout === undefined ? ended : within(timeout * 1000, ended).then((end): CellEnd => end ?? { kind: "late" });
    const outcome = signal ? await unlessAborted(signal, limited) : await limited;
    if (outcome.kind === "late" || outcome.kind === "stopped") {
      this.#interrupt();
      await within(interruptPatience, ended);
    }
    return outcome;
  }

  /** Ends the kernel; no process is left. */
  async close(): Promise<void> {
    try {
      await this.#process.stop(() => this.#client.shutdown());
    } catch (error) {
      throw new Problem("kernel-stop", `The kernel could not be ended: ${messageOf(error)}`, {
        hint: "End its process yourself",
        cause: error,
      });
    } finally {
      this.#client.close();
    }
  }

  /** Asks the running cell to stop, in the way that the kernelspec names. */
  #interrupt(): void {
    if (this.#process.interruptMode === "signal") this.#process.signal("SIGINT");
    else this.#client.interrupt();
  }
}

/** How a cell ended, or `stopped` as soon as the signal is aborted. */
async function unlessAborted(signal: AbortSignal, ended: Promise<CellEnd>): Promise<CellEnd> {
  if (signal.aborted) return { kind: "stopped" };
  let stop: () => void = () => undefined;
  const stopped = new Promise<CellEnd>((resolve) => {
    stop = () => resolve({ kind: "stopped" });
  });
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([stopped, ended]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** What a promise gives, or undefined where it takes longer than a number of milliseconds. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
