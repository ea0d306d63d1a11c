import { randomUUID } from "node:crypto";
import getPort from "get-port";
import type { Connection } from "../protocol/connection.ts";

/** A connection on this machine only, with a key of its own and five ports that are free now. */
export async function freeConnection(): Promise<Connection> {
  const host = "127.0.0.1";
  const [shell, iopub, stdin, control, heartbeat] = await Promise.all([1, 2, 3, 4, 5].map(() => getPort({ host })));
  return {
    transport: "tcp",
    ip: host,
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port: shell ?? 0,
    iopub_port: iopub ?? 0,
    stdin_port: stdin ?? 0,
    control_port: control ?? 0,
    hb_port: heartbeat ?? 0,
  };
}
