import type { Dealer, Router, XPublisher } from "zeromq";
import { encode, type Message } from "./message.ts";
import type { Signer } from "./signature.ts";

type Frames = (string | Uint8Array)[];

/** How long a closing socket may take to deliver what it still holds, in milliseconds. */
const linger = 1000;

/**
 * A socket's sending side: messages go out whole and in the order in which they were sent.
 *
 * zeromq refuses a send while another waits, and drops what a slow subscriber leaves in its queue. So sends wait here for their
 * turn, and zeromq's own queue has no limit: the `idle` of a cell is never lost behind its output.
 */
export class Outlet {
  readonly #socket: Dealer | Router | XPublisher;
  readonly #signer: Signer;
  readonly #waiting: Frames[] = [];
  #written: Promise<void> = Promise.resolve();

  constructor(socket: Dealer | Router | XPublisher, signer: Signer) {
    this.#socket = socket;
    this.#signer = signer;
    socket.linger = linger;
    socket.sendHighWaterMark = 0; // zeromq's word for no limit
  }

  /** Hands a message to zeromq: at once where it can take it, else after those that wait. */
  send(message: Message): void {
    const frames = encode(message, this.#signer);
    if (this.#waiting.length > 0 || !this.#write(frames)) this.#waiting.push(frames);
  }

  /** Settles when zeromq has all that was sent so far. */
  async flushed(): Promise<void> {
    do await this.#written;
    while (this.#waiting.length > 0);
  }

  /** Whether zeromq took the frames. Mostly it does so without the event loop, so the output of a busy synchronous cell goes out too. */
  #write(frames: Frames): boolean {
    try {
      this.#written = this.#socket.send(frames).then(
        () => this.#writeWaiting(),
        () => this.#writeWaiting(), // the front end is gone: what it was told does not matter any more
      );
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && (error.code === "EBUSY" || error.code === "EBADF")) return error.code === "EBADF";
      throw error;
    }
  }

  #writeWaiting(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#write(next); next = this.#waiting[0]) this.#waiting.shift();
  }
}
