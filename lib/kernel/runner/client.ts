import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import { addressOf, type Connection } from "../protocol/connection.ts";
import { type Content, createMessage, type Message } from "../protocol/message.ts";
import { Outlet } from "../protocol/outlet.ts";
import { receive } from "../protocol/receive.ts";
import { Signer } from "../protocol/signature.ts";

/** How long the client waits for a kernel's first sign before it asks again, in milliseconds. */
const nudge = 200;

/** After this time stock tslab runs cells again that come after a failing one, and in it aborts them, whoever sent them. In milliseconds. */
const abortPause = 250;

/** How long the end of a cell's outputs is waited for after the answer: stock tslab loses it now and then. In milliseconds. */
const idlePatience = 3000;

interface Pending {
  readonly heard: (message: Message) => void;
  readonly replied: (content: Content) => void;
  readonly idle: () => void;
}

/** A front end's side of the protocol: sends requests to a kernel and hears what belongs to each. */
export class KernelClient {
  readonly #session = randomUUID();
  readonly #sockets: readonly (Dealer | Subscriber)[];
  readonly #shell: Outlet;
  readonly #control: Outlet;
  readonly #pending = new Map<string, Pending>();

  constructor(connection: Connection) {
    const signer = new Signer(connection.key);
    const [shell, control, iopub] = [new Dealer(), new Dealer(), new Subscriber()];
    iopub.receiveHighWaterMark = 0; // zeromq's word for no limit: no output is dropped
    this.#sockets = [shell, control, iopub];
    this.#shell = new Outlet(shell, signer);
    this.#control = new Outlet(control, signer);
    shell.connect(addressOf(connection, "shell"));
    control.connect(addressOf(connection, "control"));
    iopub.connect(addressOf(connection, "iopub"));
    iopub.subscribe();
    const dropped = (): void => undefined; // what is not signed with our key is not for us
    for (const socket of [shell, control]) {
      void receive(socket, signer, { handle: (message) => this.#find(message)?.replied(message.content), dropped });
    }
    void receive(iopub, signer, { handle: (message) => this.#hear(message), dropped });
  }

  /** Settles with the kernel's `kernel_info` when it answers and its outputs are heard. */
  async ready(): Promise<Content> {
    for (;;) {
      const info = await Promise.race([this.ask("kernel_info_request"), sleep(nudge, undefined)]);
      if (info) return info;
    }
  }

  /** Sends a request that runs no code, such as `complete_request`. @returns the kernel's answer, when it is idle again */
  async ask(type: string, content: Content = {}): Promise<Content> {
    const { reply, idle } = this.#request(type, content);
    await idle;
    return await reply;
  }

  /** Sends a message that has no answer, such as `comm_msg`. @param heard is told what the kernel says on its behalf */
  tell(type: string, content: Content, heard: (message: Message) => void): void {
    this.#request(type, content, heard);
  }

  /** Executes code. @param heard is told each message that belongs to it, also late ones @param options replace fields of the request @returns the kernel's answer, after the last output */
  async execute(code: string, heard: (message: Message) => void, options: Content = {}): Promise<Content> {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true, ...options };
    const { reply, idle } = this.#request("execute_request", content, heard);
    const answer = await reply;
    const timer = new AbortController();
    await Promise.race([idle, sleep(idlePatience, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
    if (answer["status"] !== "abort") return answer;
    await sleep(abortPause);
    return await this.execute(code, heard, options);
  }

  interrupt(): void {
    this.#control.send(createMessage("interrupt_request", {}, { session: this.#session }));
  }

  shutdown(): void {
    this.#control.send(createMessage("shutdown_request", { restart: false }, { session: this.#session }));
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  #request(type: string, content: Content, heard: (message: Message) => void = () => undefined) {
    const message = createMessage(type, content, { session: this.#session });
    const reply = Promise.withResolvers<Content>();
    const idle = Promise.withResolvers<void>();
    this.#pending.set(message.header.msg_id, { heard, replied: reply.resolve, idle: idle.resolve });
    this.#shell.send(message);
    return { reply: reply.promise, idle: idle.promise };
  }

  #hear(message: Message): void {
    const pending = this.#find(message);
    if (pending === undefined) return;
    pending.heard(message);
    if (message.header.msg_type === "status" && message.content["execution_state"] === "idle") pending.idle();
  }

  #find({ parent }: Message): Pending | undefined {
    return parent.msg_id === undefined ? undefined : this.#pending.get(parent.msg_id);
  }
}
