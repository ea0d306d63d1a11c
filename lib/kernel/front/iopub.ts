import { createMessage, type Header, type Message } from "../protocol/message.ts";
import type { Outlet } from "../protocol/outlet.ts";

/** What all front ends hear of a kernel, in order: status, outputs, errors. Each message names the request that it belongs to. */
export class Iopub {
  readonly #outlet: Outlet;
  readonly #session: string;

  constructor(outlet: Outlet, session: string) {
    this.#outlet = outlet;
    this.#session = session;
  }

  publish(
    message: Pick<Message, "content"> & Partial<Pick<Message, "metadata" | "buffers">> & { readonly type: string },
    request: Partial<Header>,
  ): void {
    const { type, content, ...parts } = message;
    const identities = [Buffer.from(`kernel.${this.#session}.${type}`)]; // the topic, as ipykernel names it
    this.#outlet.send(createMessage(type, content, { session: this.#session, parent: request, identities, ...parts }));
  }

  status(state: "starting" | "busy" | "idle", request: Partial<Header>): void {
    this.publish({ type: "status", content: { execution_state: state } }, request);
  }

  /** Text that a request's code wrote to `stdout` or `stderr`. */
  write(name: "stdout" | "stderr", text: string, request: Partial<Header>): void {
    this.publish({ type: "stream", content: { name, text } }, request);
  }
}
