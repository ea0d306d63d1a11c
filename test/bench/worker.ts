import { createInterface } from "node:readline";
import { messageOf } from "../../lib/base/index.ts";
import { replyMark } from "./contender.ts";

/** What a worker can be asked, by verb. */
export type Handlers = Readonly<Record<string, (parameters: Readonly<Record<string, unknown>>) => Promise<unknown>>>;

/** Answers a `Contender`'s requests, one after the other, until its input ends. */
export async function serve(handlers: Handlers): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const { verb, ...parameters } = JSON.parse(line) as { readonly verb: string };
    const reply = await answer(handlers, verb, parameters);
    process.stdout.write(`${replyMark}${JSON.stringify(reply)}\n`);
  }
}

async function answer(handlers: Handlers, verb: string, parameters: Readonly<Record<string, unknown>>): Promise<object> {
  try {
    const handler = handlers[verb];
    if (!handler) throw new RangeError(`Expected one of ${Object.keys(handlers).join(", ")} but got ${verb}`);
    return { value: await handler(parameters) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
