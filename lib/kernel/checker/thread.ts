import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Failure, Request, Success } from "./messages.ts";
import { Translator } from "./translator.ts";
import { renewTypes } from "./types/make.ts";

// The program of the checker's thread: it loads TypeScript, warms up on a small cell, reads rolled-up types in the
// pauses, and answers one request after the other.

const translator = new Translator(String(workerData));
const preparations = prepare();

function perform({ kind, question }: Request): Success["answer"] {
  switch (kind) {
    case "convert":
      return translator.convert(question);
    case "keepPart":
      return translator.keepPart(question);
    case "complete":
      return translator.complete(question);
    case "inspect":
      return translator.inspect(question);
    case "isComplete":
      return translator.isComplete(question);
    case "forget":
      return translator.forget();
  }
}

function* prepare(): Generator<void, void, void> {
  yield* translator.prepare();
  renewTypes();
}

/** How long nothing must have been asked before there is time to prepare, in milliseconds. */
const pause = 400;

let timer: NodeJS.Timeout | undefined;

/** Prepares piece by piece while nothing is asked, so that a request waits for one piece at most. */
function prepareAfter(milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!preparations.next().done) prepareAfter(0);
  }, milliseconds);
}

function answer(request: Request): void {
  const { id } = request;
  const tell = (answered: Success | Failure): void => parentPort?.postMessage(answered);
  try {
    tell({ id, answer: perform(request) });
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    tell({ id, failure: { name, message, stack } });
  }
  prepareAfter(pause);
}

const waiting: { message: Request } | undefined = parentPort ? receiveMessageOnPort(parentPort) : undefined;
if (waiting)
  answer(waiting.message); // a cell that was run as soon as the kernel was there
else preparations.next();
parentPort?.on("message", answer);
prepareAfter(pause);
