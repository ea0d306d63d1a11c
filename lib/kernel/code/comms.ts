import { randomUUID } from "node:crypto";
import type { CommMessage } from "../link/messages.ts";
import type { Content } from "../protocol/message.ts";

type Payload = Pick<CommMessage, "metadata" | "buffers">;

/** A message that came from the front end. */
export interface CommEvent extends Payload {
  readonly data: Content;
}

/** Sends one message of a comm. */
type Send = (message: CommMessage) => void;

/**
 * A line between a value in a cell and what shows it in the front end: both sides send what they like, as JSON and raw bytes. Widgets are
 * built on it.
 */
export class Comm {
  readonly id: string;
  readonly target: string;
  readonly #send: Send;
  #onMessage: (event: CommEvent) => void = () => undefined;
  #onClose: (event: CommEvent) => void = () => undefined;

  constructor(target: string, id: string, send: Send) {
    this.target = target;
    this.id = id;
    this.#send = send;
  }

  send(data: Content, payload: Payload = {}): void {
    this.#send({ type: "comm_msg", content: { comm_id: this.id, data }, ...payload });
  }

  /** Says what is done with each message that comes; the last one said counts. */
  onMessage(listener: (event: CommEvent) => void): void {
    this.#onMessage = listener;
  }

  /** Says what is done when the front end closes the line. */
  onClose(listener: (event: CommEvent) => void): void {
    this.#onClose = listener;
  }

  close(data: Content = {}, payload: Payload = {}): void {
    this.#send({ type: "comm_close", content: { comm_id: this.id, data }, ...payload });
  }

  hear({ type, content, metadata, buffers }: CommMessage): void {
    const event = { data: dataOf(content), ...(metadata && { metadata }), ...(buffers && { buffers }) };
    if (type === "comm_msg") this.#onMessage(event);
    else this.#onClose(event);
  }
}

/** The comms that are open, and what answers those that the front end opens. */
export class Comms {
  readonly #send: Send;
  readonly #open = new Map<string, Comm>();
  readonly #targets = new Map<string, (comm: Comm, event: CommEvent) => void>();

  /** @param send passes a message on to the front */
  constructor(send: Send) {
    this.#send = (message) => {
      if (message.type === "comm_close") this.#open.delete(String(message.content["comm_id"]));
      send(message);
    };
  }

  /** Opens a line to what the front end calls `target`. */
  open(target: string, data: Content = {}, { id = randomUUID(), ...payload }: Payload & { readonly id?: string } = {}): Comm {
    const comm = new Comm(target, id, this.#send);
    this.#open.set(id, comm);
    this.#send({ type: "comm_open", content: { comm_id: id, target_name: target, data }, ...payload });
    return comm;
  }

  /** Says what is done when the front end opens a line to `target`. */
  register(target: string, opened: (comm: Comm, event: CommEvent) => void): void {
    this.#targets.set(target, opened);
  }

  /** Takes in what the front end sent. A line to a target that nobody registered is closed, as the protocol wants it. */
  hear(message: CommMessage): void {
    const id = String(message.content["comm_id"]);
    if (message.type !== "comm_open") {
      this.#open.get(id)?.hear(message);
      if (message.type === "comm_close") this.#open.delete(id);
      return;
    }
    const target = String(message.content["target_name"]);
    const comm = new Comm(target, id, this.#send);
    const opened = this.#targets.get(target);
    if (opened === undefined) {
      comm.close();
      return;
    }
    this.#open.set(id, comm);
    const { metadata, buffers } = message;
    opened(comm, { data: dataOf(message.content), ...(metadata && { metadata }), ...(buffers && { buffers }) });
  }
}

function dataOf({ data }: Content): Content {
  return typeof data === "object" && data !== null ? { ...data } : {};
}
