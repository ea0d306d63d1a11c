import { Worker } from "node:worker_threads";
import { onTestFinished } from "vitest";

/** A server in a thread of its own, for what blocks this one. */
export interface FileServer {
  readonly url: string;
  /** How many requests have come. */
  requests(): number;
}

const program = `
const { createServer } = require("node:http");
const { parentPort, workerData: { content, status, count } } = require("node:worker_threads");
const server = createServer((_, response) => {
  Atomics.add(count, 0, 1);
  response.writeHead(status, { "content-length": content.length }).end(content);
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

/** Serves one file, or an error, until the test ends. */
export async function fileServer(content: Uint8Array, status = 200): Promise<FileServer> {
  const count = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(program, { eval: true, workerData: { content, status, count } });
  onTestFinished(async () => void (await thread.terminate()));
  const port = await new Promise<number>((resolve) => thread.once("message", resolve));
  return { url: `http://127.0.0.1:${port}/toys-file.pth`, requests: () => Atomics.load(count, 0) };
}
