import { FrameReader, frameOf } from "../link/frames.ts";
import { writeWhole } from "../link/write-whole.ts";
import { descriptors } from "./descriptors.ts";
import type { Failure, Request, Success } from "./messages.ts";
import type { Translator } from "./translator.ts";

/** Answers one request after the other, until the front is gone. Nothing is done between them. */
export function serve(translator: Translator): void {
  const { Socket } = process.getBuiltinModule("node:net"); // an import of it would be part of a snapshot, and it is not made for that
  const requests = new Socket({ fd: descriptors.requests, readable: true, writable: false });
  const reader = new FrameReader();
  const send = (value: unknown): void => {
    if (!writeWhole(descriptors.answers, frameOf(value))) process.exit();
  };
  requests.on("data", (piece: Buffer) => {
    for (const request of reader.read(piece)) send(answerTo(request as Request, translator));
  });
  requests.on("close", () => process.exit());
  requests.on("error", () => undefined); // "close" follows
}

function answerTo(request: Request, translator: Translator): Success | Failure {
  const { id } = request;
  try {
    return { id, answer: perform(request, translator) };
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { id, failure: { name, message, stack } };
  }
}

function perform({ kind, question }: Request, translator: Translator): Success["answer"] {
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
