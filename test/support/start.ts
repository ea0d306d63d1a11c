import { type ChildProcess, spawn } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../../lib/base/paths.ts";

export interface StartEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The command line of `descent <words>`, without npm around it. */
export function descent(...words: string[]): [string, ...string[]] {
  return [process.execPath, "--no-warnings", join(projectRoot, "lib/cli.ts"), ...words];
}

/** A running `descent <verb>`: what it printed so far, and how it ended. */
export class RunningCommand {
  readonly child: ChildProcess;
  readonly events: StartEvent[] = [];
  readonly ended: Promise<number | NodeJS.Signals>;
  stderr = "";

  /** @param command the program and its words */
  constructor(command: readonly [string, ...string[]], home: string, env: NodeJS.ProcessEnv = {}) {
    const [program, ...words] = command;
    this.child = spawn(program, words, {
      cwd: projectRoot,
      env: { ...process.env, DESCENT_HOME: home, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stderr?.on("data", (chunk) => {
      this.stderr += chunk;
    });
    if (this.child.stdout) createInterface(this.child.stdout).on("line", (line) => this.events.push(JSON.parse(line)));
    this.ended = new Promise((settle) => this.child.on("close", (code, signal) => settle(signal ?? code ?? 1)));
  }

  /** Waits for an event of that name. @throws Error with what was printed when the command ends without it */
  async event(name: string): Promise<StartEvent> {
    let over = false;
    void this.ended.then(() => {
      over = true;
    });
    for (;;) {
      const found = this.events.find(({ event }) => event === name);
      if (found) return found;
      if (over) throw new Error(`Expected the event ${name} but the command ended:\n${this.stderr}`);
      await new Promise((settle) => setTimeout(settle, 50));
    }
  }
}

/** Processes of this machine that were started for that `DESCENT_HOME` (Linux: read from their environment). */
export function processesOf(home: string): number[] {
  return globSync("/proc/[0-9]*/environ").flatMap((path) => {
    try {
      const mine = readFileSync(path, "utf8").split("\0").includes(`DESCENT_HOME=${home}`);
      return mine ? [Number(dirname(path).split("/").pop())] : [];
    } catch {
      return []; // ended meanwhile, or another user's
    }
  });
}
