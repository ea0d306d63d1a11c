import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { projectRoot } from "../../../lib/base/index.ts";
import type { Content, Message } from "../../../lib/kernel/protocol/message.ts";
import { KernelClient } from "../../../lib/kernel/runner/client.ts";
import { freeConnection } from "../../../lib/kernel/runner/free-connection.ts";
import { threadEnvironment } from "../machine.ts";
import type { KernelCommand } from "./contenders.ts";
import { type TreeUse, treeUse } from "./process-tree.ts";

/** Seconds that a kernel may take to start, and a cell to end. */
const patience = { start: 60, cell: 120, end: 3 };

/** A running kernel of any language, whose cells are timed from outside, as a front end sees them. */
export class MeasuredKernel {
  /** Milliseconds from the start of the process to its answer to `kernel_info_request`. */
  readonly startTime: number;
  readonly info: Content;
  readonly #child: ChildProcess;
  readonly #client: KernelClient;
  readonly #folder: string;
  readonly #began: number;

  private constructor(
    parts: { readonly child: ChildProcess; readonly client: KernelClient; readonly folder: string; readonly began: number },
    info: Content,
  ) {
    this.startTime = performance.now() - parts.began;
    this.info = info;
    this.#child = parts.child;
    this.#client = parts.client;
    this.#folder = parts.folder;
    this.#began = parts.began;
  }

  /** @throws Error where the kernel does not answer */
  static async start({ argv, env }: KernelCommand): Promise<MeasuredKernel> {
    const connection = await freeConnection();
    const folder = await mkdtemp(join(tmpdir(), "descent-bench-kernel-"));
    const file = join(folder, "connection.json");
    await writeFile(file, JSON.stringify({ ...connection, kernel_name: "bench" }), { mode: 0o600 });
    const [program = "", ...words] = argv.map((part) => part.replace("{connection_file}", file));
    const began = performance.now();
    const child = spawn(program, words, {
      cwd: join(projectRoot, "notebooks"), // as learners do
      env: { ...process.env, ...threadEnvironment, JPY_PARENT_PID: String(process.pid), IPYTHONDIR: folder, ...env },
      stdio: "ignore",
      detached: true, // leads a group, so that all of it can be ended
    });
    const ended = new Promise<never>((_, failed) => {
      child.once("error", failed);
      child.once("close", (code) => failed(new Error(`ended with exit code ${code}`)));
    });
    ended.catch(() => {}); // later it is meant to end
    const client = new KernelClient(connection);
    const parts = { child, client, folder, began };
    try {
      return new MeasuredKernel(parts, await Promise.race([client.ready(), ended, late(patience.start, "to start")]));
    } catch (error) {
      await end(parts);
      throw error;
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Milliseconds since the process was started. */
  sinceStart(): number {
    return performance.now() - this.#began;
  }

  /** Milliseconds that a cell takes, from the request to its last output. @throws Error where the cell fails */
  async time(code: string): Promise<number> {
    let said = "";
    const began = performance.now();
    const heard = ({ content }: Message): void => {
      said += content["name"] === "stderr" ? content["text"] : ""; // where tslab tells its errors
    };
    const answer = await Promise.race([this.#client.execute(code, heard), late(patience.cell, `for ${code}`)]);
    const taken = performance.now() - began;
    if (answer["status"] === "ok") return taken;
    const why = answer["evalue"] ? `${answer["ename"]}: ${answer["evalue"]}` : said;
    throw new Error(`can't do it (${stripVTControlCharacters(why).split("\n")[0]?.slice(0, 160)})`);
  }

  /** What the kernel's processes take now. */
  use(): Promise<TreeUse> {
    return treeUse(this.pid);
  }

  async stop(): Promise<void> {
    this.#client.shutdown();
    await end({ child: this.#child, client: this.#client, folder: this.#folder });
  }
}

async function late(seconds: number, what: string): Promise<never> {
  await pause(seconds * 1000, undefined, { ref: false });
  throw new Error(`took longer than ${seconds} s ${what}`);
}

/** Waits for the process to end, and ends its whole group where it does not. */
async function end({ child, client, folder }: { child: ChildProcess; client: KernelClient; folder: string }): Promise<void> {
  const running = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const deadline = performance.now() + patience.end * 1000;
  while (running() && performance.now() < deadline) await pause(20);
  client.close();
  if (running()) process.kill(-(child.pid ?? 0), "SIGKILL");
  await rm(folder, { recursive: true, force: true });
}
