import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addressOf, readConnectionFile } from "../../../lib/kernel/protocol/connection.ts";

const good = {
  transport: "tcp",
  ip: "127.0.0.1",
  key: "k",
  signature_scheme: "hmac-sha256",
  shell_port: 5001,
  iopub_port: 5002,
  stdin_port: 5003,
  control_port: 5004,
  hb_port: 5005,
} as const;

async function file(content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "descent-connection-")), "connection.json");
  await writeFile(path, content);
  return path;
}

test("a connection file gives the addresses of the five sockets", async () => {
  const connection = await readConnectionFile(await file(JSON.stringify(good)));
  expect(addressOf(connection, "shell")).toBe("tcp://127.0.0.1:5001");
  expect(addressOf(connection, "hb")).toBe("tcp://127.0.0.1:5005");
  expect(addressOf({ ...connection, transport: "ipc", ip: "/tmp/kernel" }, "iopub")).toBe("ipc:///tmp/kernel-5002");
});

test.each([
  ["{", "can't be read as JSON"],
  ["null", "holds no JSON object"],
  [JSON.stringify({ ...good, hb_port: "5005" }), 'hb_port must be a port number but is "5005"'],
  [JSON.stringify({ ...good, shell_port: 70_000 }), "shell_port must be a port number but is 70000"],
  [JSON.stringify({ ...good, ip: "" }), 'ip must be an address but is ""'],
  [JSON.stringify({ ...good, transport: "udp" }), 'transport must be "tcp" or "ipc"'],
  [JSON.stringify({ ...good, signature_scheme: "hmac-md5" }), 'signature_scheme must be "hmac-sha256"'],
])("a wrong one is refused: %s", async (content, message) => {
  await expect(readConnectionFile(await file(content))).rejects.toThrow(message);
});
