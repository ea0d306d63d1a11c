import { parentPort, workerData } from "node:worker_threads";
import type { Failure, Request, Success } from "./messages.ts";
import { Translator } from "./translator.ts";
import { renewTypes } from "./types/make.ts";

// The program of the checker's thread: it loads TypeScript, warms up on a small cell, reads rolled-up types in the
// pauses, and answers one request after the other.

const translator = new Translator(String(workerData));
const preparations = translator.prepare();
preparations.next();

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

renewTypes();
prepareAfter(pause);

parentPort?.on("message", (request: Request) => {
  const { id } = request;
  prepareAfter(pause);
  const tell = (answer: Success | Failure): void => parentPort?.postMessage(answer);
  try {
    tell({ id, answer: perform(request) });
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    tell({ id, failure: { name, message, stack } });
  }
});
