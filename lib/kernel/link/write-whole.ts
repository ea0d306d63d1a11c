import { writeSync } from "node:fs";

/** How long to wait before a full pipe is tried again, in milliseconds. */
const pause = 1;

/** Writes bytes into a pipe, all of them before it returns: where the other side is slower, this one waits. @returns false where there is none any more */
export function writeWhole(descriptor: number, bytes: Uint8Array): boolean {
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(descriptor, bytes, sent);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, pause);
    }
  }
  return true;
}
