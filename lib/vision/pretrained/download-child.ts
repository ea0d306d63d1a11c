/**
 * Downloads a file of weights into the cache, as a process of its own: `node download-child.ts ENTRY FILE`, the entry of the catalog in
 * JSON. Where it fails, stdout says why.
 */
import { connect } from "node:net";
import { messageOf } from "../../base/index.ts";
import { type CatalogEntry, fetchFile } from "../../data/catalog/index.ts";

/** Milliseconds for a first answer of the server: a firewall that drops what it gets would take far longer. */
const patience = 3000;

const [entryText = "", file = ""] = process.argv.slice(2);
const entry = JSON.parse(entryText) as CatalogEntry;
const stop = new AbortController();
process.once("SIGTERM", () => stop.abort()).once("SIGINT", () => stop.abort());

try {
  await expectAnswer(new URL(entry.files.find(({ name }) => name === file)?.url ?? ""));
  await fetchFile(entry.id, file, { catalog: [entry], signal: stop.signal });
} catch (error) {
  process.stdout.write(messageOf(error));
  process.exitCode = 1;
}

/** @throws Error where the server can't be reached at once */
async function expectAnswer({ hostname, port, protocol }: URL): Promise<void> {
  if (process.env["NODE_USE_ENV_PROXY"]) return; // the proxy answers, not the server
  const socket = connect({ host: hostname, port: Number(port) || (protocol === "https:" ? 443 : 80) });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve).once("error", reject);
      socket.setTimeout(patience, () => reject(new Error(`no answer within ${patience / 1000} s`)));
    });
  } catch (error) {
    throw new Error(`${hostname} can't be reached (${messageOf(error)})`);
  } finally {
    socket.destroy();
  }
}
