import { Reply, Router, XPublisher } from "zeromq";
import { addressOf, type Connection } from "../protocol/connection.ts";
import { createMessage } from "../protocol/message.ts";
import { Outlet } from "../protocol/outlet.ts";
import { Signer } from "../protocol/signature.ts";

/** A kernel's five sockets, bound to the ports of a connection file. */
export interface KernelSockets {
  readonly signer: Signer;
  readonly shell: Router;
  readonly control: Router;
  /** For questions to the user of a front end, and their answers. */
  readonly stdin: Router;
  readonly outlets: { readonly shell: Outlet; readonly control: Outlet; readonly stdin: Outlet; readonly iopub: Outlet };
  close(): void;
}

interface BindOptions {
  readonly session: string;
  /** Is called when the first front end listens to the outputs and has been told so. */
  readonly heard: () => void;
}

/** @throws Error of zeromq where a port is taken */
export async function bindSockets(connection: Connection, { session, heard }: BindOptions): Promise<KernelSockets> {
  const signer = new Signer(connection.key);
  const [shell, control, stdin, iopub, heartbeat] = [new Router(), new Router(), new Router(), new XPublisher(), new Reply()];
  const outlets = {
    shell: new Outlet(shell, signer),
    control: new Outlet(control, signer),
    stdin: new Outlet(stdin, signer),
    iopub: new Outlet(iopub, signer),
  };
  iopub.verbosity = "allSubs"; // tell of every subscriber, not of the first of each topic only
  await Promise.all([
    shell.bind(addressOf(connection, "shell")),
    control.bind(addressOf(connection, "control")),
    stdin.bind(addressOf(connection, "stdin")),
    iopub.bind(addressOf(connection, "iopub")),
    heartbeat.bind(addressOf(connection, "hb")),
  ]);
  void echo(heartbeat);
  void welcome(iopub, { outlet: outlets.iopub, session, heard });
  const all = [shell, control, stdin, iopub, heartbeat];
  return {
    signer,
    shell,
    control,
    stdin,
    outlets,
    close: () => {
      for (const socket of all) socket.close();
    },
  };
}

/** Answers a front end's heartbeat with its own bytes. */
async function echo(socket: Reply): Promise<void> {
  for await (const frames of socket) await socket.send(frames);
}

/** Tells each new subscriber that it is connected, so that it need not guess when it will miss nothing (protocol 5.4). */
async function welcome(socket: XPublisher, { outlet, session, heard }: BindOptions & { readonly outlet: Outlet }): Promise<void> {
  let first = true;
  for await (const [frame] of socket) {
    if (frame?.[0] !== 1) continue; // 1: subscribed, 0: left
    const topic = frame.subarray(1);
    outlet.send(createMessage("iopub_welcome", { subscription: topic.toString() }, { session, identities: [topic] }));
    if (first) heard();
    first = false;
  }
}
