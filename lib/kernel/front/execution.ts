import { setImmediate as eventLoopTurn } from "node:timers/promises";
import { messageOf } from "../../base/problem.ts";
import type { Checker } from "../checker/checker.ts";
import type { ConvertedCell } from "../checker/messages.ts";
import type { CellResult, Failure } from "../link/messages.ts";
import { paint } from "../link/paint.ts";
import type { Content, Header, Message } from "../protocol/message.ts";
import { CodeHost, type Output } from "./code-host.ts";
import { failureOfDiagnostics } from "./diagnostics.ts";
import { interruptedFailure } from "./failures.ts";
import { HeldText } from "./held-text.ts";
import type { History } from "./history.ts";
import { packagesIn } from "./imports.ts";
import type { Iopub } from "./iopub.ts";
import { OpenComms } from "./open-comms.ts";
import { type Question, questionIn } from "./question.ts";

/** How long a conversion may go on after an interrupt, in milliseconds, before the checker is started anew. */
const checkerPatience = 3000;

/** Of a request: whom to answer. */
export type Requester = Pick<Message, "header" | "identities">;

/** Asks the user of the front end that sent a request. */
type Ask = (requester: Requester, question: { readonly prompt: string; readonly password: boolean }) => void;

interface Parts {
  readonly folder: string;
  readonly checker: Checker;
  readonly iopub: Iopub;
  readonly history: History;
  readonly ask: Ask;
}

/** A request that runs. */
interface Running {
  readonly request: Message;
  readonly id: number;
  interrupted: boolean;
}

/** Runs the cells that front ends ask for: has them converted by the checker and run by the code process, and sends what comes of it. */
export class Execution {
  readonly #checker: Checker;
  readonly #iopub: Iopub;
  readonly #history: History;
  readonly #host: CodeHost;
  readonly #ask: Ask;
  readonly #comms = new OpenComms();
  readonly #written = { stdout: this.#heldText("stdout"), stderr: this.#heldText("stderr") };
  /** Who asked for the code that may still speak, by id. */
  readonly #requests = new Map<number, Requester>();
  #running: Running | undefined;
  #count = 0;
  #lastId = 0;
  #last: Header | undefined;
  #converting = false;

  constructor({ folder, checker, iopub, history, ask }: Parts) {
    this.#checker = checker;
    this.#iopub = iopub;
    this.#history = history;
    this.#ask = ask;
    this.#host = new CodeHost(folder, {
      output: (output) => this.#publish(output),
      wrote: (name, text) => this.#written[name].add(text),
      restarted: (why, whileRunning) => this.#restarted(why, whileRunning),
    });
  }

  /** Runs one `execute_request` and sends all that belongs to it, from `busy` on, but the answer, which is returned, and the `idle` after that. */
  async execute(request: Message): Promise<Content> {
    const { code, silent, store_history: store, user_expressions: expressions } = request.content;
    const source = typeof code === "string" ? code : "";
    const quiet = silent === true;
    const number = this.#count + 1;
    if (!quiet && store !== false) {
      this.#count = number;
      this.#history.add(number, source);
    }
    const running = this.#begin(request);
    const question = questionIn(source);
    const page = question && this.#answerQuestion(question);
    const run = question ? undefined : this.#run(source, running, number); // others work on it while this thread tells of it
    this.#iopub.status("busy", request.header);
    if (!quiet) this.#iopub.publish({ type: "execute_input", content: { code: source, execution_count: number } }, request.header);
    if (!run) return { ...(await page), execution_count: number, user_expressions: {} };
    const { failure, bundle } = await run;
    await eventLoopTurn(); // what programs and native code wrote comes over another pipe
    this.#written.stdout.flush();
    this.#written.stderr.flush();
    if (bundle && !quiet) {
      this.#iopub.publish({ type: "execute_result", content: { execution_count: number, data: bundle, metadata: {} } }, request.header);
    }
    if (failure && !quiet) this.#iopub.publish({ type: "error", content: { ...failure } }, request.header);
    const answer = failure ? { status: "error", ...failure } : { status: "ok" };
    const values = failure ? {} : await this.#evaluate(expressions, running);
    this.#running = undefined;
    return { ...answer, execution_count: number, payload: [], user_expressions: values };
  }

  /** The answer to a cell that asks about a name: front ends show its page. */
  async #answerQuestion({ name, detail }: Question): Promise<Content> {
    const known = await this.#checker.inspect(name, name.length, detail).catch(() => undefined);
    this.#running = undefined;
    const data = known ?? { "text/plain": `Nothing is known of ${name}` };
    return { status: "ok", payload: [{ source: "page", data, start: 0 }] };
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    const running = this.#running;
    if (running) running.interrupted = true;
    if (!this.#converting) this.#host.interrupt();
    else {
      setTimeout(() => {
        if (this.#running === running && this.#converting) this.#checker.restart();
      }, checkerPatience).unref();
    }
  }

  answer(text: string | null): void {
    this.#host.answer(text);
  }

  /** Passes a message of a comm on. What the code says to it belongs to that message. */
  comm({ header, identities, content, metadata, buffers }: Message): void {
    const { msg_type: type } = header;
    if (type !== "comm_open" && type !== "comm_msg" && type !== "comm_close") return;
    this.#comms.see(type, content);
    this.#requests.set(++this.#lastId, { header, identities });
    this.#host.comm(this.#lastId, { type, content, metadata, buffers });
  }

  /** The open comms by id; those of one target where it is named. */
  openComms(target: unknown): Content {
    return this.#comms.list(target);
  }

  async close(): Promise<void> {
    await this.#host.close();
  }

  #begin(request: Message): Running {
    const { header, identities } = request;
    const running = { request, id: ++this.#lastId, interrupted: false };
    this.#requests.set(running.id, { header, identities });
    this.#last = header;
    this.#running = running;
    return running;
  }

  async #run(source: string, running: Running, number: number): Promise<CellResult> {
    const packages = packagesIn(source);
    if (packages.length > 0) this.#host.prefetch(running.id, packages); // to load them takes as long as to check their types
    const converted = await this.#convert(source);
    if (!("output" in converted)) return running.interrupted ? { failure: interruptedFailure("before") } : converted;
    if (running.interrupted) return { failure: interruptedFailure("before") };
    const result = await this.#host.execute({
      type: "execute",
      id: running.id,
      number,
      code: { ...converted, source },
      options: optionsOf(running.request),
    });
    this.#checker.keep(result.failure && result.assigned ? result.assigned : undefined);
    return result;
  }

  /** A cell's JavaScript, or why there is none. */
  async #convert(source: string): Promise<ConvertedCell | { readonly failure?: Failure }> {
    this.#converting = true;
    try {
      const converted = await this.#checker.convert(source);
      if (converted.kind === "converted") return converted;
      return converted.diagnostics.length > 0 ? { failure: failureOfDiagnostics(converted.diagnostics, source) } : {};
    } catch (error) {
      const evalue = messageOf(error);
      return { failure: { ename: "CheckerError", evalue, traceback: [`${paint("red", "CheckerError")}: ${evalue}`] } };
    } finally {
      this.#converting = false;
    }
  }

  /** The values of `user_expressions`, each in several forms or with what went wrong. */
  async #evaluate(expressions: unknown, running: Running): Promise<Content> {
    if (typeof expressions !== "object" || expressions === null) return {};
    const values: [string, Content][] = [];
    for (const [name, expression] of Object.entries(expressions)) {
      const { failure, bundle } = await this.#evaluateOne(String(expression), running);
      values.push([name, failure ? { status: "error", ...failure } : { status: "ok", data: bundle ?? {}, metadata: {} }]);
    }
    return Object.fromEntries(values);
  }

  async #evaluateOne(expression: string, running: Running): Promise<CellResult> {
    const converted = await this.#convert(`(${expression})`);
    if (!("output" in converted)) return converted;
    const { id } = this.#begin(running.request);
    const code = { ...converted, source: expression };
    const number = 0; // no cell's: the places in a cell stay those of the cell
    return await this.#host.execute({ type: "execute", id, number, code, options: optionsOf(running.request) });
  }

  #publish(output: Output): void {
    const request = this.#requests.get(output.cell);
    if (output.type === "ask") {
      if (request) this.#ask(request, output);
    } else if (output.type === "stream") this.#iopub.write(output.name, output.text, request?.header ?? {});
    else {
      const { message: type, content, metadata, buffers } = output;
      this.#comms.see(type, content);
      this.#iopub.publish({ type, content, ...(metadata && { metadata }), ...(buffers && { buffers }) }, request?.header ?? {});
    }
  }

  /** What programs and native code write belongs to the cell that runs; outside cells to the kernel's log. */
  #heldText(name: "stdout" | "stderr"): HeldText {
    return new HeldText((text) => {
      if (this.#running) this.#iopub.write(name, text, this.#running.request.header);
      else process.stderr.write(text);
    });
  }

  #restarted(why: Failure, whileRunning: boolean): void {
    process.stderr.write(this.#written.stdout.take() + this.#written.stderr.take());
    this.#checker.forget();
    this.#comms.clear();
    if (whileRunning) return; // the cell itself tells
    if (this.#last) this.#iopub.write("stderr", `${why.traceback.join("\n")}\n`, this.#last);
  }
}

function optionsOf({ metadata, content }: Message): { readonly drawsPlotly: boolean; readonly asksInput: boolean } {
  // JupyterLab draws figures and keeps pictures of them, and can be told by what it sends along.
  return { drawsPlotly: Array.isArray(metadata["deletedCells"]), asksInput: content["allow_stdin"] === true };
}
