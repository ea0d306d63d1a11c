import { type Content, createMessage, type Header } from "../protocol/message.ts";
import type { Outlet } from "../protocol/outlet.ts";

/** Text of a stream is gathered for at most this time, in milliseconds, and up to this many characters before it is sent. */
const gathering = { milliseconds: 40, characters: 65_536 };

/**
 * What all front ends hear of a kernel, in order: status, outputs, errors. Each message names the request that it belongs to.
 *
 * Short writes to a stream are gathered, for a cell may print 100,000 lines; whatever comes after them is sent after them.
 */
export class Iopub {
  readonly #outlet: Outlet;
  readonly #session: string;
  #text = "";
  #stream: { readonly name: string; readonly request: Partial<Header> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;

  constructor(outlet: Outlet, session: string) {
    this.#outlet = outlet;
    this.#session = session;
  }

  publish(type: string, content: Content, request: Partial<Header>): void {
    this.flush();
    const identities = [Buffer.from(`kernel.${this.#session}.${type}`)]; // the topic, as ipykernel names it
    this.#outlet.send(createMessage(type, content, { session: this.#session, parent: request, identities }));
  }

  status(state: "starting" | "busy" | "idle", request: Partial<Header>): void {
    this.publish("status", { execution_state: state }, request);
  }

  /** Text that a request's code wrote to `stdout` or `stderr`. */
  write(name: "stdout" | "stderr", text: string, request: Partial<Header>): void {
    if (this.#stream?.name !== name || this.#stream.request !== request) this.flush();
    this.#stream = { name, request };
    this.#text += text;
    // A synchronous loop gives a timer no chance to fire, so the clock is read as well.
    if (this.#text.length > gathering.characters || performance.now() - this.#sentAt > gathering.milliseconds) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), gathering.milliseconds);
  }

  /** Sends text that is still being gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const stream = this.#stream;
    if (stream === undefined) return;
    const text = this.#text;
    this.#stream = undefined;
    this.#text = "";
    this.#sentAt = performance.now();
    this.publish("stream", { name: stream.name, text }, stream.request);
  }
}
