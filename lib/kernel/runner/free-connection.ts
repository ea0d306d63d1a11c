import { randomInt, randomUUID } from "node:crypto";
import getPort from "get-port";
import type { Connection } from "../protocol/connection.ts";

/**
 * Where ports are looked for: below those that operating systems give to outgoing connections (from 32768 on Linux), so that none is
 * taken between the look and the kernel's start. Each look is at random places, so that several runners don't meet.
 */
const ports = { from: 20_000, to: 32_000, looks: 20 };

function freePort(host: string): Promise<number> {
  return getPort({ host, port: Array.from({ length: ports.looks }, () => randomInt(ports.from, ports.to)) });
}

/** A connection on this machine only, with a key of its own and five ports that are free now. */
export async function freeConnection(): Promise<Connection> {
  const host = "127.0.0.1";
  return {
    transport: "tcp",
    ip: host,
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port: await freePort(host),
    iopub_port: await freePort(host),
    stdin_port: await freePort(host),
    control_port: await freePort(host),
    hb_port: await freePort(host),
  };
}
