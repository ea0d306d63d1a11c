import { appendFile, mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { type Event, encodeEvent } from "./event.ts";
import { framed } from "./record.ts";

/** What TensorBoard's reader wants a file to begin with. */
const fileVersion = "brain.Event:2";
let files = 0;

/**
 * A file of events in a folder, as TensorBoard reads them: it only grows, by whole records at a time. Events are kept until `flush`.
 */
export class EventFile {
  readonly path: string;
  readonly #folder: string;
  #waiting: Uint8Array[] = [];

  /** @param done steps that the run has made already: what other files of the folder tell of later ones is void */
  constructor(folder: string, done: number) {
    const seconds = Date.now() / 1000;
    // Named as TensorFlow names its own; the number keeps two of the same second apart, and in the order in which they were begun.
    const name = ["events.out.tfevents", String(Math.floor(seconds)).padStart(10, "0"), hostname(), process.pid, files++].join(".");
    this.#folder = folder;
    this.path = join(folder, name);
    this.add({ fileVersion });
    this.add({ step: done + 1, sessionLog: { status: 1 } });
  }

  /** Adds an event of now. */
  add(event: Omit<Event, "wallTime">): void {
    this.#waiting.push(framed(encodeEvent({ ...event, wallTime: Date.now() / 1000 })));
  }

  /** Adds numbers by their names. Those that are not finite are told as well: TensorBoard marks them. */
  scalars(step: number, values: Readonly<Record<string, number>>): void {
    this.add({ step, summary: { value: Object.entries(values).map(([tag, simpleValue]) => ({ tag, simpleValue })) } });
  }

  /** Writes what is waiting. */
  async flush(): Promise<void> {
    const records = this.#waiting;
    if (records.length === 0) return;
    await mkdir(this.#folder, { recursive: true });
    await appendFile(this.path, Buffer.concat(records));
    this.#waiting = this.#waiting.slice(records.length);
  }
}
