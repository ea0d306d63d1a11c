import { StringDecoder } from "node:string_decoder";

type Write = (name: "stdout" | "stderr", text: string) => boolean;

/**
 * Sends what is written to the process's stdout and stderr through `write` instead; where that returns false (no cell has run
 * yet), to where it went before.
 *
 * @returns the real stderr, for the kernel's own log
 */
export function captureStreams(write: Write): (line: string) => void {
  const realStderr = process.stderr.write.bind(process.stderr);
  for (const name of ["stdout", "stderr"] as const) capture(name, write);
  return (line) => void realStderr(`${line}\n`);
}

function capture(name: "stdout" | "stderr", write: Write): void {
  const stream = process[name];
  const real = stream.write.bind(stream);
  const decoder = new StringDecoder("utf8"); // a character may be split between two writes
  const captured = (chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    const whenDone = typeof encoding === "function" ? encoding : done;
    const text = typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk));
    if (!write(name, text)) return real(chunk, whenDone);
    if (whenDone) process.nextTick(whenDone);
    return true;
  };
  stream.write = captured;
}

type Done = (error?: Error | null) => void;
