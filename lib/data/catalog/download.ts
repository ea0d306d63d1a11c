import { open } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { formatBytes, formatCount, messageOf, Problem } from "../../base/index.ts";
import type { Pins } from "./catalog.ts";
import { explainFileFault } from "./file-fault.ts";
import { Part } from "./part.ts";
import { isPinned, verify } from "./verify.ts";

/** What is downloaded: an address, and what is known of what must come from it. */
export interface Source extends Pins {
  readonly url: string;
}

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the bytes so far, at the start (a resumed download begins above 0) and after each piece, and in all where that is known. */
  readonly onProgress?: ((bytes: number, total: number | undefined) => void) | undefined;
  /** Milliseconds without a byte after which the connection counts as lost. */
  readonly patience?: number;
  /** Milliseconds to wait before each new try after a fault that may pass; a try that brought bytes starts the list anew. */
  readonly pauses?: readonly number[];
}

/** A fault that may pass by itself: a lost connection, a busy server. */
class PassingFault extends Error {}

/**
 * Downloads a source to a file: resumed where an earlier try stopped, tried again after faults that may pass, checked, and put in
 * its place when whole.
 *
 * @throws Problem `stopped`, `no-network`, `server-error`, `not-found`, `wrong-file`, `wrong-checksum`, `disk-full` or
 *   `cache-not-writable`; what has come so far stays for the next call, unless it is wrong
 */
export async function download(source: Source, target: string, options: DownloadOptions = {}): Promise<void> {
  const part = await Part.claim(target).catch((error) => {
    throw explainFileFault(error, target);
  });
  try {
    const resumed = await part.size();
    await fill(part, source, options);
    let verdict = await verify(part.path, source, options.signal);
    if (verdict.is !== "good" && resumed > 0) {
      // The earlier bytes may be what is wrong: once more, from the start.
      await part.startOver();
      await fill(part, source, options);
      verdict = await verify(part.path, source, options.signal);
    }
    if (verdict.is !== "good") {
      await part.startOver();
      const reason = verdict.is === "damaged" ? verdict.reason : "has gone";
      throw new Problem("wrong-checksum", `What ${source.url} sent is not the file that the catalog names: it ${reason}`, {
        hint: "Try again on another network: a proxy or a login page may change what is sent. If it stays so, the file at the source has changed.",
      });
    }
    await part.finish();
  } catch (error) {
    if (options.signal?.aborted) {
      const size = await part.size();
      const of = source.bytes === undefined ? "" : ` of ${formatBytes(source.bytes)}`;
      throw new Problem("stopped", `Stopped the download of ${source.url} at ${formatBytes(size)}${of}`, {
        hint: "Run it again: it goes on from there.",
        cause: error,
      });
    }
    throw explainFileFault(error, target);
  } finally {
    await part.release();
  }
}

/** Brings the part to the source's length, over as many tries as its faults allow. */
async function fill(part: Part, source: Source, options: DownloadOptions): Promise<void> {
  const { signal, pauses = [500, 2000] } = options;
  let faults = 0;
  for (;;) {
    const before = await part.size();
    try {
      return await receive(part, source, options);
    } catch (error) {
      if (!(error instanceof PassingFault) || signal?.aborted) throw error;
      if ((await part.size()) > before) faults = 0;
      const pause = pauses[faults++];
      if (pause === undefined) throw error.cause;
      await sleep(pause, undefined, { ...(signal && { signal }) });
    }
  }
}

/** One request: asks for what the part lacks and writes it. */
async function receive(part: Part, source: Source, { signal, onProgress, patience = 30_000 }: DownloadOptions): Promise<void> {
  let size = await part.size();
  if (size === source.bytes) return;
  if (size > (source.bytes ?? Number.POSITIVE_INFINITY)) size = 0;
  const version = size > 0 ? await part.version() : undefined;
  // Without a checksum and without the server's mark nobody could tell whether the rest is of the same version.
  if (!version && !isPinned(source)) size = 0;

  const silence = new AbortController();
  const waiting = setTimeout(() => silence.abort(new Error(`no byte came for ${patience / 1000} s`)), patience);
  try {
    const response = await fetch(source.url, {
      // "identity": the bytes as they lie on the server, for those are what the checksum is of.
      headers: { "accept-encoding": "identity", ...(size > 0 && { range: `bytes=${size}-` }), ...(version && { "if-range": version }) },
      signal: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    }).catch((error) => passing(noNetwork(source, error)));
    if (response.status === 416 && size > 0) {
      await response.body?.cancel();
      if (response.headers.get("content-range") === `bytes */${size}`) return; // all of it had come
      await part.startOver();
      passing(noNetwork(source, new Error(`it has less than the ${formatCount(size)} bytes that came before`)));
    }
    if (!response.ok) await refuse(response, source);

    const resumes = response.status === 206 && response.headers.get("content-range")?.startsWith(`bytes ${size}-`);
    if (!resumes) {
      if (response.status === 206) throw wrongFile(source, `the part ${response.headers.get("content-range")} that nobody asked for`);
      size = 0;
      await part.startOver(response.headers.get("etag") ?? response.headers.get("last-modified") ?? undefined);
    }
    const length = response.headers.get("content-length");
    const announced = length === null ? undefined : Number(length) + size;
    const total = source.bytes ?? announced;
    const type = response.headers.get("content-type") ?? "an unnamed type";
    if (announced !== undefined && announced !== total) {
      await response.body?.cancel();
      throw wrongFile(source, `${formatCount(announced)} bytes of ${type}`);
    }
    if (!isPinned(source)) await expectNoPage(response, source);

    const file = await open(part.path, "a");
    try {
      onProgress?.(size, total);
      for await (const piece of pieces(response, source)) {
        waiting.refresh();
        await file.appendFile(piece);
        size += piece.length;
        if (size > (total ?? Number.POSITIVE_INFINITY)) throw wrongFile(source, `more than that`);
        onProgress?.(size, total);
      }
    } finally {
      await file.close();
    }
    if (total !== undefined && size < total) {
      passing(noNetwork(source, new Error(`it ended after ${formatCount(size)} of ${formatCount(total)} bytes`)));
    }
  } finally {
    clearTimeout(waiting);
  }
}

/** The pieces of a response's body; a connection that breaks is a passing fault, unlike a disk that does. */
async function* pieces(response: Response, source: Source): AsyncGenerator<Uint8Array> {
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error) => passing(noNetwork(source, error)));
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined); // of a body that broke nothing is left to cancel
  }
}

/** Turns an answer that is no file into a Problem, one that may pass where the server says it is busy or broken. */
async function refuse(response: Response, source: Source): Promise<never> {
  await response.body?.cancel();
  const answer = `${response.status} ${response.statusText}`.trim();
  if (response.status >= 500 || response.status === 429) {
    passing(
      new Problem("server-error", `${source.url} answered ${answer}, several times`, { hint: "The server has a fault: try again later." }),
    );
  }
  throw new Problem(response.status === 404 ? "not-found" : "server-refused", `${source.url} answered ${answer}`, {
    hint: "The file may have moved: look for a newer version of this project, or put the file into a folder that DESCENT_DATASETS names.",
  });
}

/** Where no checksum tells a login page from the file, its type must. */
async function expectNoPage(response: Response, source: Source): Promise<void> {
  if (!response.headers.get("content-type")?.startsWith("text/html")) return;
  await response.body?.cancel();
  throw wrongFile(source, "a web page");
}

function passing(problem: Problem): never {
  throw new PassingFault(problem.message, { cause: problem });
}

function noNetwork(source: Source, error: unknown): Problem {
  // fetch says "fetch failed" and keeps the reason in `cause`.
  const reason = messageOf(error instanceof Error && error.cause ? error.cause : error);
  return new Problem("no-network", `The connection to ${new URL(source.url).host} failed: ${reason}`, {
    hint: "Check the network and run it again: a download goes on where it stopped. Without a network, DESCENT_DATASETS can name a folder with the files.",
    cause: error,
  });
}

function wrongFile(source: Source, got: string): Problem {
  const wanted = source.bytes === undefined ? "a file" : `${formatCount(source.bytes)} bytes`;
  return new Problem("wrong-file", `Expected ${wanted} from ${source.url} but the server sends ${got}`, {
    hint: "Open the address in a browser: a network that asks for a login answers in place of the server.",
  });
}
