import { sep } from "node:path";
import { fileURLToPath } from "node:url";

const library = fileURLToPath(new URL("..", import.meta.url));
const notOfUsers = [`${sep}node_modules${sep}`, library, "node:", "<anonymous>", "evalmachine"];

/** Frames that are looked at: gradients of deep models call far down. */
const deepest = 200;

/** "file:line" of the innermost line of the running code that a user wrote; a notebook's cells are files named `In[3]`. */
export function userLine(): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = deepest;
  const { stack = "" } = new Error("where");
  Error.stackTraceLimit = stackTraceLimit;
  for (const frame of stack.split("\n").slice(1)) {
    const place = /\(?((?:file:\/\/)?[^()\s]+:\d+):\d+\)?$/.exec(frame)?.[1];
    if (place === undefined || notOfUsers.some((part) => place.includes(part))) continue;
    return place.startsWith("file://") ? pathOf(place) : place;
  }
  return undefined;
}

function pathOf(place: string): string {
  const colon = place.lastIndexOf(":");
  return fileURLToPath(place.slice(0, colon)) + place.slice(colon);
}
