import type { FrontEnd } from "./contract.ts";

/** A terminal (or a file, or a pipe): words on standard output. What was printed stays, so an update is printed below it. */
export const terminal: FrontEnd = {
  kind: "terminal",
  show: (bundle) => void process.stdout.write(`${bundle["text/plain"]}\n`),
};
