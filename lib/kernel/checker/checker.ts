import { createRequire } from "node:module";
import { CheckerProcess } from "./checker-process.ts";
import type {
  Completeness,
  Completion,
  ConvertedCell,
  Declared,
  DefinedModule,
  Inspection,
  Kind,
  RejectedCell,
  Request,
  Work,
} from "./messages.ts";
import { renewTypes } from "./types/renew.ts";
import { currentSnapshot, newestSnapshot } from "./types/store.ts";

/**
 * How long after the start it is looked whether the snapshot is up to date, before it can have answered anything; and when there is time to have
 * types made again that are not. In milliseconds.
 */
const after = { look: 200, renew: 5000 } as const;

interface Waiting {
  readonly request: Request;
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * TypeScript for cells, in a process of its own: checks them and makes JavaScript of them, and knows what earlier ones declared.
 *
 * What is asked is answered in order. The process itself knows no cells but those that define modules; when it is ended in the midst
 * of work, the next one is told all that it needs.
 */
export class Checker {
  /** TypeScript's version. */
  readonly version: string = createRequire(import.meta.url)("typescript-6/package.json").version;
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #modules = new Map<string, string>();
  #process: CheckerProcess | undefined;
  /** Path of the snapshot that processes start from; undefined where there is none, or it is of no use. */
  #snapshot: string | undefined = newestSnapshot();
  /** Path of one that could not be started. */
  #broken: string | undefined;
  #closed = false;
  #lastId = 0;
  /** What all earlier cells declared. */
  #declarations = "";
  /** What the cell declares that was converted last and of which it isn't known yet how it ended. */
  #declared: Declared | undefined;
  /** Where a cell failed: until the declarations are known that remain. */
  #settling: Promise<void> | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Starts the process: what is asked meanwhile is answered when it is there.
   *
   * @param folder the notebook's: imports are looked for from there
   */
  static start(folder: string): Checker {
    const checker = new Checker(folder);
    checker.#start();
    setTimeout(() => checker.#look(), after.look).unref();
    return checker;
  }

  /**
   * Checks a cell and makes JavaScript of it. What it declares is known to later cells when `keep` is called.
   *
   * @throws Error where the process was ended before it answered, or the compiler broke down
   */
  async convert(code: string): Promise<ConvertedCell | RejectedCell | DefinedModule> {
    if (this.#settling) await this.#settling;
    this.#declared = undefined;
    const answer = await this.#ask("convert", { declarations: this.#declarations, code });
    if (answer.kind === "module") this.#modules.set(answer.name, code);
    if (answer.kind !== "converted") return answer;
    const { declared, ...cell } = answer;
    this.#declared = declared;
    return cell;
  }

  /**
   * To be called when the cell that was converted last has run.
   *
   * @param assigned where it failed, the variables that it had set by then: those, and its types, functions, classes and imports, are
   * known from now on, and others are still what they were
   */
  keep(assigned?: readonly string[]): void {
    const declared = this.#declared;
    this.#declared = undefined;
    if (!declared) return;
    if (!assigned) {
      this.#declarations = declared.declarations;
      return;
    }
    const question = { declarations: this.#declarations, own: declared.own, assigned };
    this.#settling = this.#ask("keepPart", question)
      .then((declarations) => {
        this.#declarations = declarations;
      })
      .catch(() => undefined) // the process was ended: what was known before is known still
      .finally(() => {
        this.#settling = undefined;
      });
  }

  /** Forgets all cells: the process in which they ran is there no more. */
  forget(): void {
    this.#declarations = "";
    this.#declared = undefined;
    this.#modules.clear();
    this.#ask("forget", {}).catch(() => undefined); // a new process knows nothing anyway
  }

  /** What may stand at a position, counted in UTF-16 units. @throws Error as `convert` does */
  async complete(code: string, position: number): Promise<Completion> {
    if (this.#settling) await this.#settling;
    return this.#ask("complete", { declarations: this.#declarations, code, position });
  }

  /** What the name at a position means, with its definition where `detail` is 1; undefined for none. @throws Error as `convert` does */
  async inspect(code: string, position: number, detail: 0 | 1 = 0): Promise<Inspection | undefined> {
    if (this.#settling) await this.#settling;
    return this.#ask("inspect", { declarations: this.#declarations, code, position, detail });
  }

  /** Whether a front end should run the code or let its user write on. @throws Error as `convert` does */
  isComplete(code: string): Promise<Completeness> {
    return this.#ask("isComplete", { code });
  }

  /** Ends the process, for work that would never end, and starts another that knows the same cells. What was asked for is rejected. */
  restart(): void {
    this.#stop("The check of a cell's types was stopped");
    this.#start();
    this.#defineModules();
  }

  /** Ends the process for good. */
  close(): void {
    this.#closed = true;
    this.#stop("The checker of types is closed");
  }

  #start(): void {
    this.#process = new CheckerProcess(this.#folder, {
      snapshot: this.#snapshot,
      heard: ({ id, ...result }) => {
        const waiting = this.#waiting.get(id);
        this.#waiting.delete(id);
        if ("answer" in result) waiting?.resolve(result.answer as never);
        else waiting?.reject(Object.assign(new Error(result.failure.message), result.failure));
      },
      ended: (why, answered) => this.#ended(why, answered),
    });
  }

  #defineModules(): void {
    for (const code of this.#modules.values()) this.#ask("convert", { declarations: "", code }).catch(() => undefined);
  }

  /** The process has ended by itself, perhaps for want of memory, or because its snapshot can't be started. */
  #ended(why: Error, answered: boolean): void {
    this.#process = undefined;
    if (answered || this.#snapshot === undefined) {
      this.#rejectAll(why);
      return;
    }
    this.#broken = this.#snapshot;
    this.#goOnFrom(undefined);
  }

  /** Sees to it that the process is one of the snapshot that is up to date, or of none where there is none. */
  #look(): void {
    if (this.#closed) return;
    const snapshot = currentSnapshot();
    if (snapshot === undefined) setTimeout(renewTypes, after.renew).unref();
    if (snapshot !== this.#snapshot && snapshot !== this.#broken) this.#goOnFrom(snapshot);
  }

  /** Starts another process, which is asked what still waits for an answer. */
  #goOnFrom(snapshot: string | undefined): void {
    const waiting = [...this.#waiting.values()];
    this.#snapshot = snapshot;
    this.#process?.stop();
    this.#start();
    this.#defineModules();
    for (const { request } of waiting) this.#process?.send(request);
  }

  #stop(reason: string): void {
    this.#process?.stop();
    this.#process = undefined;
    this.#rejectAll(new Error(reason));
  }

  #rejectAll(reason: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(reason);
  }

  #ask<K extends Kind>(kind: K, question: Work[K][0]): Promise<Work[K][1]> {
    if (this.#closed) return Promise.reject(new Error("The checker of types is closed"));
    if (!this.#process) this.restart();
    this.#lastId += 1;
    const request = { id: this.#lastId, kind, question } as Request;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { request, resolve, reject });
      this.#process?.send(request);
    });
  }
}
