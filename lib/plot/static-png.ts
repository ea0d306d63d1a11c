import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { MimeBundle } from "./mime.ts";
import type { Drawing } from "./static/drawing.ts";

/** The most time that one drawing may take, the start of the thread included, in milliseconds: ten times what the slowest one took. */
const patience = 10_000;

/** The bundle with an `image/png`, for those who can't run Plotly or HTML: paper, GitHub, nbconvert. It is drawn when somebody reads it. */
export function withPng(bundle: MimeBundle, drawing: () => Drawing): MimeBundle {
  let png: string | undefined;
  let drawn = false;
  return Object.defineProperty({ ...bundle }, "image/png", {
    enumerable: true,
    get: () => {
      if (!drawn) png = drawPng(drawing());
      drawn = true;
      return png;
    },
  });
}

interface Desk {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly done: Int32Array;
}

/** Undefined where no thread is there yet, null after a failure: there won't be another attempt. */
let desk: Desk | null | undefined;
let leaving: NodeJS.Timeout | undefined;

/** How long the thread waits for another drawing before it ends and gives its 100 MB back, in milliseconds. */
const idle = 30_000;

/**
 * A drawing as a PNG file in base64, or undefined where it can't be had (no fonts on this machine, no thread).
 *
 * It waits for a thread of its own, so that what is shown stays in order without an `await`, though the program that draws SVG works in
 * the background only.
 */
export function drawPng(drawing: Drawing): string | undefined {
  if (desk === undefined) desk = start();
  if (desk === null) return undefined;
  const { port, done } = desk;
  clearTimeout(leaving);
  leaving = setTimeout(end, idle).unref();
  Atomics.store(done, 0, 0);
  port.postMessage(drawing);
  if (Atomics.wait(done, 0, 0, patience) === "timed-out") {
    desk = null;
    return undefined;
  }
  return receiveMessageOnPort(port)?.message as string | undefined;
}

function end(): void {
  void desk?.worker.terminate();
  desk = undefined;
}

function start(): Desk | null {
  const { port1: port, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  try {
    const worker = new Worker(new URL("./static/worker.ts", import.meta.url), {
      workerData: { port: port2, done },
      transferList: [port2],
      execArgv: [],
    });
    worker.on("error", () => {
      desk = null;
    });
    worker.unref();
    port.unref();
    return { worker, port, done };
  } catch {
    return null;
  }
}
