import { on, once } from "node:events";
import { open } from "node:fs/promises";
import { PassThrough } from "node:stream";
import { Parser, type ReadEntry } from "tar";
import type { ReadEntries, ReadOptions } from "./entry.ts";
import { gunzipped, packedBytes } from "./gzip.ts";

/** The things in a tar archive, whether gzipped or not. */
export const tarEntries: ReadEntries = async function* (archive, { signal, onRead }) {
  const ended = new AbortController(); // ends the reading where nobody wants the rest
  const parser = new Parser({ strict: true });
  const entries = on(parser, "entry", { close: ["end"] }); // throws what the parser emits as an error
  // What the parser can't use is a thing of an unknown kind: not to be passed over.
  parser.on("ignoredEntry", (entry: ReadEntry) => parser.emit("entry", entry));
  let failure: Error | undefined;
  let content: PassThrough | undefined;
  parser.on("error", (error) => {
    failure ??= error;
    content?.destroy(failure); // an entry that never ends, or whoever reads it waits for ever
  });
  const reading = feed(parser, archive, { signal: signal ? AbortSignal.any([signal, ended.signal]) : ended.signal, onRead });
  reading.catch((error) => parser.abort(error));
  try {
    for await (const [entry] of entries as AsyncIterable<[ReadEntry]>) {
      content = new PassThrough();
      content.on("error", () => undefined); // thrown where it is read; here for those that nobody reads
      if (failure) content.destroy(failure);
      entry.pipe(content);
      yield { path: entry.path, kind: kinds[entry.type] ?? "other", content };
      content.resume(); // what nobody read
    }
    await reading;
  } finally {
    ended.abort();
  }
};

const kinds: Readonly<Record<string, "file" | "folder">> = {
  File: "file",
  OldFile: "file",
  ContiguousFile: "file",
  Directory: "folder",
};

/** Gives the parser the archive's bytes, unpacked from gzip. */
async function feed(parser: Parser, archive: string, options: ReadOptions): Promise<void> {
  const isPacked = await isGzip(archive);
  const bytes = packedBytes(archive, options);
  for await (const chunk of isPacked ? gunzipped(bytes) : bytes) {
    if (!parser.write(chunk)) await once(parser, "drain", { ...(options.signal && { signal: options.signal }) });
  }
  parser.end();
}

/** Whether a file begins with the two bytes of gzip (RFC 1952). */
async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
