import { randomUUID } from "node:crypto";
import { messageOf } from "../../base/problem.ts";
import type { Connection } from "../protocol/connection.ts";
import { type Content, createMessage, type Message, protocolVersion } from "../protocol/message.ts";
import type { Outlet } from "../protocol/outlet.ts";
import { receive } from "../protocol/receive.ts";
import { toCodePoints, toUnits } from "./code-points.ts";
import { Evaluator } from "./evaluator.ts";
import { Execution } from "./execution.ts";
import { defineGlobals } from "./globals.ts";
import { History } from "./history.ts";
import { Iopub } from "./iopub.ts";
import { ExecutionQueue } from "./queue.ts";
import { bindSockets, type KernelSockets } from "./sockets.ts";
import { captureStreams } from "./streams.ts";
import { failureOf } from "./traceback.ts";

type Answer = (content: Content, message: Message) => Content | undefined;

/** A Jupyter kernel for TypeScript: requests come in over its sockets, and code runs in this process. */
export class Kernel {
  readonly #session: string;
  readonly #history = new History();
  readonly #sockets: KernelSockets;
  readonly #iopub: Iopub;
  readonly #evaluator: Evaluator;
  readonly #execution: Execution;
  readonly #log: (line: string) => void;
  readonly #queue = new ExecutionQueue({
    run: (message) => {
      this.#iopub.status("busy", message.header);
      return this.#execution.execute(message);
    },
    answer: (message, content) => {
      if (content === undefined) this.#iopub.status("busy", message.header);
      this.#iopub.flush();
      this.#reply(this.#sockets.outlets.shell, message, content ?? { status: "aborted", payload: [], user_expressions: {} });
      this.#iopub.status("idle", message.header);
    },
  });

  private constructor(sockets: KernelSockets, session: string, folder: string) {
    this.#sockets = sockets;
    this.#session = session;
    this.#iopub = new Iopub(sockets.outlets.iopub, session);
    this.#evaluator = new Evaluator(folder);
    this.#execution = new Execution({ evaluator: this.#evaluator, iopub: this.#iopub, history: this.#history });
    this.#log = captureStreams((name, text) => {
      const { current } = this.#execution;
      if (current) this.#iopub.write(name, text, current.request);
      return current !== undefined;
    });
  }

  /**
   * Starts a kernel that answers at a connection's ports.
   *
   * @param folder the notebook's: imports are looked for from there
   * @throws Error where a port is taken
   */
  static async start(connection: Connection, folder: string): Promise<Kernel> {
    const session = randomUUID();
    const kernel = new Kernel(await bindSockets(connection, session), session, folder);
    kernel.#serve();
    return kernel;
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    this.#execution.interrupt();
  }

  /** Tells of an error that nothing in the cell's code caught, in the output of the cell that caused it. */
  uncaught(thrown: unknown): void {
    const { ename, traceback } = failureOf(thrown, this.#evaluator.lineOf);
    if (ename === "KeyboardInterrupt") return; // code that was left running has ended, as it should
    process.stderr.write(`Uncaught ${traceback.join("\n")}\n`);
  }

  /** Ends the process when all that was sent is on its way. */
  async exit(): Promise<never> {
    const { outlets } = this.#sockets;
    this.#iopub.flush();
    await Promise.all(Object.values(outlets).map((outlet) => outlet.flushed()));
    this.#evaluator.close();
    this.#sockets.close();
    process.exit(0);
  }

  #serve(): void {
    const { shell, control, stdin, signer, outlets } = this.#sockets;
    defineGlobals(this.#execution, this.#iopub, this.#evaluator.tslabDisplay);
    const dropped = (reason: string): void => this.#log(`descent kernel: dropped a message: ${reason}`);
    const listen = (socket: typeof shell, outlet: Outlet): void => {
      void receive(socket, signer, { handle: (message) => this.#handle(message, outlet), dropped });
    };
    listen(shell, outlets.shell);
    listen(control, outlets.control);
    void receive(stdin, signer, { handle: () => undefined, dropped });
    this.#iopub.status("starting", {});
  }

  #handle(message: Message, outlet: Outlet): void {
    if (message.header.msg_type === "execute_request") this.#queue.add(message);
    else this.#answer(message, outlet);
  }

  #answer(message: Message, outlet: Outlet): void {
    const type = message.header.msg_type;
    const answer = this.#answers[type];
    this.#iopub.status("busy", message.header);
    if (answer === undefined) this.#log(`descent kernel: no answer to a message of type ${type}`);
    else {
      try {
        const content = answer(message.content, message);
        if (content) this.#reply(outlet, message, { status: "ok", ...content });
      } catch (error) {
        this.#reply(outlet, message, { status: "error", ename: "KernelError", evalue: messageOf(error), traceback: [] });
        this.#log(`descent kernel: ${type} failed: ${error instanceof Error ? error.stack : String(error)}`);
      }
    }
    this.#iopub.status("idle", message.header);
    if (type === "shutdown_request") void this.exit();
  }

  readonly #answers: Readonly<Record<string, Answer>> = {
    kernel_info_request: () => this.#info(),
    is_complete_request: ({ code }) => ({ ...this.#evaluator.isComplete(String(code)) }),
    complete_request: ({ code, cursor_pos: position }) => {
      const text = String(code);
      const { start, end, candidates } = this.#evaluator.complete(text, toUnits(text, Number(position)));
      return { matches: candidates, cursor_start: toCodePoints(text, start), cursor_end: toCodePoints(text, end), metadata: {} };
    },
    inspect_request: ({ code, cursor_pos: position }) => {
      const text = String(code);
      const known = this.#evaluator.inspect(text, toUnits(text, Number(position)));
      return { found: known !== undefined, data: known === undefined ? {} : { "text/plain": known }, metadata: {} };
    },
    history_request: (content) => ({ history: this.#history.find(content) }),
    comm_info_request: () => ({ comms: {} }),
    comm_open: ({ comm_id: id }, { header }) => {
      this.#iopub.publish("comm_close", { comm_id: id, data: {} }, header); // the protocol's answer of a kernel that has no such target
      return undefined;
    },
    comm_msg: () => undefined,
    comm_close: () => undefined,
    interrupt_request: () => {
      this.interrupt();
      return {};
    },
    shutdown_request: ({ restart }, { header }) => {
      const content = { status: "ok", restart: restart === true };
      this.#iopub.publish("shutdown_reply", content, header); // for the other front ends
      return content;
    },
  };

  #info(): Content {
    const { version } = this.#evaluator.language;
    return {
      protocol_version: protocolVersion,
      implementation: "descent",
      implementation_version: "0.1.0",
      banner: `TypeScript ${version} on Node ${process.versions.node}, through tslab`,
      debugger: false,
      help_links: [],
      language_info: {
        name: "typescript",
        version,
        mimetype: "text/typescript",
        file_extension: ".ts",
        pygments_lexer: "typescript",
        codemirror_mode: { name: "javascript", typescript: true, mode: "typescript" },
        nbconvert_exporter: "script",
      },
    };
  }

  #reply(outlet: Outlet, { header, identities }: Message, content: Content): void {
    const type = header.msg_type.replace(/_request$/, "_reply");
    outlet.send(createMessage(type, content, { session: this.#session, parent: header, identities }));
  }
}
