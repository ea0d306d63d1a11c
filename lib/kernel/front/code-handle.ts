import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { descriptors } from "../link/descriptors.ts";
import { FrameReader, frameOf } from "../link/frames.ts";
import type { Command, Report } from "../link/messages.ts";

/** How much of what the process wrote to its own stderr is kept to tell why it ended, in characters. */
const kept = 4000;

/** How long after its end what the process wrote may take to arrive, in milliseconds. */
const lastWords = 20;

/** How long the process may take to end by itself, in milliseconds. */
const patience = 1000;

export interface CodeEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last that it wrote to its own stderr, past JavaScript: V8 tells there why it gave up. */
  readonly log: string;
}

interface Listeners {
  readonly heard: (report: Report) => void;
  /** Is told what programs and native code write past JavaScript. */
  readonly wrote: (name: "stdout" | "stderr", text: string) => void;
}

/** The front's handle on a code process. */
export class CodeHandle {
  readonly ended: Promise<CodeEnd>;
  readonly #child: ChildProcess;

  /** @param folder the notebook's, in which the process runs */
  constructor(folder: string, { heard, wrote }: Listeners) {
    const child = spawn(process.execPath, ["--no-warnings", fileURLToPath(new URL("../code/main.ts", import.meta.url))], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
      detached: process.platform !== "win32", // a group of its own: Jupyter's signals are for the front, which knows milder means first
    });
    this.#child = child;
    let log = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => wrote("stdout", text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-kept);
      wrote("stderr", text);
    });
    const reports = child.stdio[descriptors.reports];
    const reader = new FrameReader();
    reports?.on("data", (piece: Buffer) => {
      for (const report of reader.read(piece)) heard(report as Report);
    });
    child.stdio[descriptors.commands]?.on("error", () => undefined); // the process has ended: `ended` tells
    const silent = new Promise((resolve) => reports?.once("close", resolve));
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve({ code: null, signal: null, log: error.message }));
      // Not "close": a program that the code left running may hold stdout open for ever.
      child.once("exit", (code, signal) => void silent.then(() => setTimeout(() => resolve({ code, signal, log }), lastWords)));
    });
  }

  send(command: Command): void {
    const pipe = this.#child.stdio[descriptors.commands];
    if (pipe && "write" in pipe && pipe.writable) pipe.write(frameOf(command));
  }

  /** Sends a signal to the process and to the programs that its code started. */
  signal(name: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || (process.platform === "win32" && name === "SIGINT")) return; // Windows knows signals only to end a process
    try {
      process.kill(process.platform === "win32" ? pid : -pid, name);
    } catch {
      // It has ended already.
    }
  }

  /** Ends the process, in a friendly way if it listens. */
  async stop(): Promise<void> {
    this.send({ type: "exit" });
    const timer = setTimeout(() => this.signal("SIGKILL"), patience);
    await this.ended;
    clearTimeout(timer);
  }
}
