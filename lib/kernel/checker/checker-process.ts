import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { FrameReader, frameOf } from "../link/frames.ts";
import { descriptors } from "./descriptors.ts";
import type { Failure, Request, Success } from "./messages.ts";

interface Options {
  /** The snapshot to start from: without one, TypeScript and the types are loaded, which takes longer. */
  readonly snapshot: string | undefined;
  readonly heard: (answer: Success | Failure) => void;
  /** Is told when the process has ended by itself, and whether it had answered anything before. */
  readonly ended: (why: Error, answered: boolean) => void;
}

/** A process that knows TypeScript, as the front sees it. */
export class CheckerProcess {
  readonly #child: ChildProcess;
  #answered = false;
  #stopped = false;

  /** @param folder the notebook's */
  constructor(folder: string, { snapshot, heard, ended }: Options) {
    const program = snapshot === undefined ? [fileURLToPath(new URL("./main.ts", import.meta.url))] : ["--snapshot-blob", snapshot];
    const child = spawn(process.execPath, ["--no-warnings", ...program], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"],
      detached: process.platform !== "win32", // a group of its own: Jupyter's signals are for the front
    });
    this.#child = child;
    const reader = new FrameReader();
    child.stdio[descriptors.answers]?.on("data", (piece: Buffer) => {
      this.#answered = true;
      for (const answer of reader.read(piece)) heard(answer as Success | Failure);
    });
    child.stdio[descriptors.requests]?.on("error", () => undefined); // the process has ended: `ended` tells
    const end = (why: Error): void => {
      if (!this.#stopped) ended(why, this.#answered);
      this.#stopped = true;
    };
    child.once("error", end);
    child.once("close", (code, signal) =>
      end(new Error(`The process that checks types ended by itself (${signal ?? `exit code ${code}`})`)),
    );
  }

  send(request: Request): void {
    const pipe = this.#child.stdio[descriptors.requests];
    if (pipe && "write" in pipe && pipe.writable) pipe.write(frameOf(request));
  }

  stop(): void {
    this.#stopped = true;
    this.#child.kill("SIGKILL");
  }
}
