import { parentPort, workerData } from "node:worker_threads";
import type { Failure, Request, Success } from "./messages.ts";
import { Translator } from "./translator.ts";
import { renewTypes } from "./types/make.ts";

// The program of the checker's thread: it loads TypeScript, warms up on a small cell, reads rolled-up types in the
// pauses, and answers one request after the other.

const translator = new Translator(String(workerData));
const [warmUp, ...preparations] = translator.preparations;
warmUp?.();

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

/** Prepares piece by piece, so that a request waits for one at most. */
function prepare(): void {
  preparations.shift()?.();
  if (preparations.length > 0) setImmediate(prepare);
}

renewTypes();
setImmediate(prepare);

parentPort?.on("message", (request: Request) => {
  const { id } = request;
  const tell = (answer: Success | Failure): void => parentPort?.postMessage(answer);
  try {
    tell({ id, answer: perform(request) });
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    tell({ id, failure: { name, message, stack } });
  }
});
