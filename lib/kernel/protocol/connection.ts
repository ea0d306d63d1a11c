import { readFile } from "node:fs/promises";
import { messageOf, Problem } from "../../base/problem.ts";

const ports = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

/** One of the five sockets between a front end and a kernel. */
export type Channel = "shell" | "iopub" | "stdin" | "control" | "hb";

/** What a front end and a kernel must both know to meet: Jupyter's connection file. */
export interface Connection extends Readonly<Record<(typeof ports)[number], number>> {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  /** Secret with which messages are signed; empty where they are not signed. */
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
}

/**
 * Reads and checks a connection file.
 *
 * @throws Problem `connection-file` naming the file and what is wrong with it
 */
export async function readConnectionFile(path: string): Promise<Connection> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw wrong(path, `it can't be read as JSON (${messageOf(cause)})`, cause);
  }
  if (typeof content !== "object" || content === null) throw wrong(path, "it holds no JSON object");
  const fields: Readonly<Record<string, unknown>> = { ...content };
  const { transport = "tcp", ip, key = "", signature_scheme: scheme = "hmac-sha256" } = fields;
  if (transport !== "tcp" && transport !== "ipc") throw wrong(path, `transport must be "tcp" or "ipc" but is ${JSON.stringify(transport)}`);
  if (typeof ip !== "string" || ip === "") throw wrong(path, `ip must be an address but is ${JSON.stringify(ip)}`);
  if (typeof key !== "string") throw wrong(path, "key must be text");
  if (scheme !== "hmac-sha256") throw wrong(path, `signature_scheme must be "hmac-sha256" but is ${JSON.stringify(scheme)}`);
  for (const port of ports) {
    if (!isPort(fields[port])) throw wrong(path, `${port} must be a port number but is ${JSON.stringify(fields[port])}`);
  }
  return { ...(fields as unknown as Connection), transport, ip, key, signature_scheme: scheme };
}

/** The zeromq address of a channel, such as `tcp://127.0.0.1:5012`. */
export function addressOf(connection: Connection, channel: Channel): string {
  const separator = connection.transport === "tcp" ? ":" : "-"; // Jupyter's convention: ipc sockets are files ip-port
  return `${connection.transport}://${connection.ip}${separator}${connection[`${channel}_port`]}`;
}

function isPort(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
}

function wrong(path: string, what: string, cause?: unknown): Problem {
  return new Problem("connection-file", `The connection file ${path} is no use: ${what}`, {
    hint: "Jupyter writes this file when it starts a kernel; start the kernel through Jupyter or npx descent run",
    cause,
  });
}
