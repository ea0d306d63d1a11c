import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAtomically } from "../../base/files.ts";
import type { Connection } from "../protocol/connection.ts";
import { type KernelName, kernelspec } from "../spec.ts";
import { freeConnection } from "./free-connection.ts";

/** How much of what a kernel writes to its own stderr is kept to tell why it ended, in characters. */
const kept = 4000;

/** How long a kernel may take to end after each of three requests that grow less polite, in milliseconds. */
const patience = { shutdown: 5000, terminate: 1500 };

export interface KernelEnd {
  /** In words, such as `it exited with code 1`. */
  readonly how: string;
  /** The last lines that it wrote to its own stderr. */
  readonly log: string;
}

/** A kernel as a child process, started from our own kernelspec. */
export class KernelProcess {
  readonly connection: Connection;
  readonly interruptMode: "signal" | "message";
  /** Settles when the process has ended. */
  readonly ended: Promise<KernelEnd>;
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    connection: Connection,
    { interruptMode, folder }: { interruptMode: "signal" | "message"; folder: string },
  ) {
    this.#child = child;
    this.connection = connection;
    this.interruptMode = interruptMode;
    let log = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-kept);
    });
    this.ended = new Promise((resolve) => {
      const end = (how: string): void => {
        void rm(folder, { recursive: true, force: true });
        resolve({ how, log });
      };
      child.once("error", (error) => end(`it could not be started (${error.message})`));
      child.once("close", (code, signal) => end(signal ? `it was ended by ${signal}` : `it exited with code ${code}`));
    });
  }

  /** @param folder the notebook's, in which the process runs */
  static async start(name: KernelName, folder: string): Promise<KernelProcess> {
    const { argv, env, interrupt_mode: interruptMode } = kernelspec(name);
    const connection = await freeConnection();
    const temporary = await mkdtemp(join(tmpdir(), "descent-kernel-"));
    const file = join(temporary, "connection.json");
    await writeAtomically(file, JSON.stringify({ ...connection, kernel_name: name }), { mode: 0o600 });
    const [program = process.execPath, ...rest] = argv.map((part) => part.replace("{connection_file}", file));
    const child = spawn(program, rest, {
      cwd: folder,
      env: { ...process.env, ...env, JPY_PARENT_PID: String(process.pid) },
      stdio: ["ignore", "ignore", "pipe"],
      detached: process.platform !== "win32", // in a group of its own: Ctrl-C in a terminal is for the runner, which then asks the kernel
    });
    return new KernelProcess(child, connection, { interruptMode, folder: temporary });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
    this.#child.kill(name);
  }

  /** Ends the process: `ask` is the polite way; if that takes too long, signals follow. */
  async stop(ask: () => void): Promise<void> {
    ask();
    if (await this.#endsWithin(patience.shutdown)) return;
    this.signal("SIGTERM");
    if (await this.#endsWithin(patience.terminate)) return;
    this.signal("SIGKILL");
    await this.ended;
  }

  async #endsWithin(milliseconds: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), milliseconds);
    });
    const ended = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return ended;
  }
}
