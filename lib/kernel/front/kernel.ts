import { randomUUID } from "node:crypto";
import { messageOf } from "../../base/problem.ts";
import type { Checker } from "../checker/checker.ts";
import type { Connection } from "../protocol/connection.ts";
import { type Content, createMessage, type Message, protocolVersion } from "../protocol/message.ts";
import type { Outlet } from "../protocol/outlet.ts";
import { receive } from "../protocol/receive.ts";
import { toCodePoints, toUnits } from "./code-points.ts";
import { Execution, type Requester } from "./execution.ts";
import { History } from "./history.ts";
import { Iopub } from "./iopub.ts";
import { ExecutionQueue } from "./queue.ts";
import { bindSockets, type KernelSockets } from "./sockets.ts";

/** Answers a request; without content where it has no answer. */
type Answer = (content: Content, message: Message) => Content | undefined | Promise<Content | undefined>;

/**
 * A Jupyter kernel for TypeScript. This process only talks: requests come in over its sockets, one process knows the types, and another
 * runs the code. So it answers whatever the code does.
 */
export class Kernel {
  readonly #session: string;
  readonly #history = new History();
  readonly #sockets: KernelSockets;
  readonly #iopub: Iopub;
  readonly #checker: Checker;
  readonly #execution: Execution;
  readonly #queue = new ExecutionQueue({
    run: (message) => this.#execution.execute(message).catch((error) => this.#failed(message, error)),
    answer: (message, content) => {
      if (content === undefined) this.#iopub.status("busy", message.header);
      this.#reply(this.#sockets.outlets.shell, message, content ?? { status: "aborted", payload: [], user_expressions: {} });
      this.#iopub.status("idle", message.header);
    },
  });

  private constructor(
    sockets: KernelSockets,
    session: string,
    { folder, checker }: { readonly folder: string; readonly checker: Checker },
  ) {
    this.#sockets = sockets;
    this.#session = session;
    this.#iopub = new Iopub(sockets.outlets.iopub, session);
    this.#checker = checker;
    this.#execution = new Execution({
      folder,
      checker: this.#checker,
      iopub: this.#iopub,
      history: this.#history,
      ask: (requester, question) => this.#ask(requester, question),
    });
  }

  /**
   * Starts a kernel that answers at a connection's ports.
   *
   * @param folder the notebook's: imports are looked for from there
   * @param checker of the same folder, which the kernel closes when it ends
   * @throws Error where a port is taken
   */
  static async start(connection: Connection, folder: string, checker: Checker): Promise<Kernel> {
    const session = randomUUID();
    // The welcome comes first: a front end that hears anything else before it has missed something.
    const heard = (): void => kernel.#iopub.status("starting", {});
    const kernel: Kernel = new Kernel(await bindSockets(connection, { session, heard }), session, { folder, checker });
    kernel.#serve();
    return kernel;
  }

  /** Stops the running cell; where none runs, what earlier cells have left running. */
  interrupt(): void {
    this.#execution.interrupt();
  }

  /** Ends the process when all that was sent is on its way. */
  async exit(): Promise<never> {
    const { outlets } = this.#sockets;
    await this.#execution.close();
    this.#checker.close();
    await Promise.all(Object.values(outlets).map((outlet) => outlet.flushed()));
    this.#sockets.close();
    process.exit(0);
  }

  #serve(): void {
    const { shell, control, stdin, signer, outlets } = this.#sockets;
    const dropped = (reason: string): void => this.#log(`dropped a message: ${reason}`);
    const listen = (socket: typeof shell, handle: (message: Message) => void): void => void receive(socket, signer, { handle, dropped });
    listen(shell, (message) => this.#handle(message, outlets.shell));
    listen(control, (message) => this.#handle(message, outlets.control));
    listen(stdin, ({ header, content: { value } }) => {
      if (header.msg_type === "input_reply") this.#execution.answer(typeof value === "string" ? value : null);
    });
  }

  #log(line: string): void {
    process.stderr.write(`descent kernel: ${line}\n`);
  }

  #ask({ header, identities }: Requester, { prompt, password }: { readonly prompt: string; readonly password: boolean }): void {
    this.#sockets.outlets.stdin.send(
      createMessage("input_request", { prompt, password }, { session: this.#session, parent: header, identities }),
    );
  }

  #handle(message: Message, outlet: Outlet): void {
    if (message.header.msg_type === "execute_request") this.#queue.add(message);
    else void this.#answer(message, outlet);
  }

  /** What to answer where the kernel itself is at fault. */
  #failed({ header }: Message, error: unknown): Content {
    this.#log(`${header.msg_type} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return { status: "error", ename: "KernelError", evalue: messageOf(error), traceback: [] };
  }

  /** Passes a message of a comm on; such messages have no answers. */
  #hearComm(message: Message): undefined {
    this.#execution.comm(message);
  }

  async #answer(message: Message, outlet: Outlet): Promise<void> {
    const type = message.header.msg_type;
    const answer = this.#answers[type];
    this.#iopub.status("busy", message.header);
    if (answer === undefined) this.#log(`no answer to a message of type ${type}`);
    else {
      try {
        const content = await answer(message.content, message);
        if (content) this.#reply(outlet, message, { status: "ok", ...content });
      } catch (error) {
        this.#reply(outlet, message, this.#failed(message, error));
      }
    }
    this.#iopub.status("idle", message.header);
    if (type === "shutdown_request") void this.exit();
  }

  readonly #answers: Readonly<Record<string, Answer>> = {
    kernel_info_request: () => this.#info(),
    is_complete_request: async ({ code }) => ({ ...(await this.#checker.isComplete(String(code))) }),
    complete_request: async ({ code, cursor_pos: position }) => {
      const text = String(code);
      const { start, end, candidates } = await this.#checker.complete(text, toUnits(text, Number(position)));
      const [from, to] = [toCodePoints(text, start), toCodePoints(text, end)];
      const types = candidates.map((candidate) => ({ ...candidate, start: from, end: to }));
      const matches = candidates.map((candidate) => candidate.text);
      return { matches, cursor_start: from, cursor_end: to, metadata: { _jupyter_types_experimental: types } };
    },
    inspect_request: async ({ code, cursor_pos: position, detail_level: detail }) => {
      const text = String(code);
      const known = await this.#checker.inspect(text, toUnits(text, Number(position)), detail === 1 ? 1 : 0);
      return { found: known !== undefined, data: known ?? {}, metadata: {} };
    },
    history_request: (content) => ({ history: this.#history.find(content) }),
    comm_info_request: ({ target_name: target }) => ({ comms: this.#execution.openComms(target) }),
    comm_open: (_, message) => this.#hearComm(message),
    comm_msg: (_, message) => this.#hearComm(message),
    comm_close: (_, message) => this.#hearComm(message),
    debug_request: ({ command, seq }) => ({
      // A debug adapter's own form of an answer, in which it says no.
      type: "response",
      request_seq: seq ?? 0,
      command: command ?? "",
      success: false,
      message: "This kernel has no debugger",
    }),
    interrupt_request: () => {
      this.interrupt();
      return {};
    },
    shutdown_request: ({ restart }, { header }) => {
      const content = { status: "ok", restart: restart === true };
      this.#iopub.publish({ type: "shutdown_reply", content }, header); // for the other front ends
      return content;
    },
  };

  #info(): Content {
    const { version } = this.#checker;
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
