import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What a server does with one request; the last of a list answers all further ones. */
export type Answer = (request: IncomingMessage, response: ServerResponse, content: Uint8Array) => void;

const etag = '"one"';

/** Sends what was asked for, from where it was asked. */
export const whole: Answer = (request, response, content) => {
  const from = rangeStart(request);
  response.writeHead(from > 0 ? 206 : 200, {
    etag,
    "content-length": content.length - from,
    ...(from > 0 && { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` }),
  });
  response.end(content.subarray(from));
};

/** Sends all, whatever part was asked for. */
export const ignoringRange: Answer = (_request, response, content) => {
  response.writeHead(200, { "content-length": content.length });
  response.end(content);
};

/** Sends a part of what was asked for, then breaks the connection. What is not read within `pause` milliseconds may be lost. */
export const droppingAfter =
  (bytes: number, pause = 20): Answer =>
  (request, response, content) => {
    const from = rangeStart(request);
    const headers = from > 0 ? { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` } : {};
    response.writeHead(from > 0 ? 206 : 200, { etag, "content-length": content.length - from, ...headers });
    response.write(content.subarray(from, from + bytes), () => setTimeout(() => response.destroy(), pause));
  };

/** Sends a part of what was asked for as if it were all. */
export const endingAfter =
  (bytes: number): Answer =>
  (request, response, content) => {
    const from = rangeStart(request);
    response.writeHead(
      from > 0 ? 206 : 200,
      from > 0 ? { etag, "content-range": `bytes ${from}-${content.length - 1}/${content.length}` } : { etag },
    );
    response.end(content.subarray(from, from + bytes));
  };

/** Sends a part of what was asked for, then nothing more. */
export const silentAfter =
  (bytes: number): Answer =>
  (_request, response, content) => {
    response.writeHead(200, { etag, "content-length": content.length });
    response.write(content.subarray(0, bytes));
  };

/** Sends as many bytes as there should be, one of them wrong. */
export const damaged: Answer = (request, response, content) => {
  const wrong = Uint8Array.from(content);
  wrong[3] = (wrong[3] ?? 0) ^ 1;
  whole(request, response, wrong);
};

export const status =
  (code: number): Answer =>
  (_request, response) => {
    response.writeHead(code);
    response.end("no file here");
  };

export interface FaultyServer {
  readonly url: string;
  /** The `Range` and `If-Range` of each request so far. */
  readonly requests: readonly { readonly range: string | undefined; readonly ifRange: string | undefined }[];
}

/** A server on this machine that answers the first request with the first answer, and so on; closed after the test. */
export async function faultyServer(content: Uint8Array, ...answers: [Answer, ...Answer[]]): Promise<FaultyServer> {
  const requests: { range: string | undefined; ifRange: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push({ range: request.headers.range, ifRange: request.headers["if-range"]?.toString() });
    answer?.(request, response, content);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.bin`, requests };
}

/** Where the asked-for part begins; 0 where no part was asked for, or it is one of another version. */
function rangeStart(request: IncomingMessage): number {
  const ifRange = request.headers["if-range"];
  if (ifRange !== undefined && ifRange !== etag) return 0;
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}
