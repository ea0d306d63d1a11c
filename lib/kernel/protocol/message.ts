import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import type { Signer } from "./signature.ts";

/** Version of Jupyter's messaging protocol that is spoken here. */
export const protocolVersion = "5.4";

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  /** The process that sent the message: one id each. */
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

export type Content = Readonly<Record<string, unknown>>;

/** A message of Jupyter's wire protocol (https://jupyter-client.readthedocs.io/en/stable/messaging.html). */
export interface Message {
  /** Where zeromq is to route it: a client's identities, or the topic on iopub. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** The header of the request that this message answers or belongs to; without fields where there is none. */
  readonly parent: Partial<Header>;
  readonly metadata: Content;
  readonly content: Content;
  /** Raw binary parts, as comms use them. */
  readonly buffers: readonly Uint8Array[];
}

const delimiter = Buffer.from("<IDS|MSG>");
const username = currentUser();

export interface MessageOptions extends Partial<Pick<Message, "identities" | "metadata" | "buffers">> {
  readonly session: string;
  /** The request that the message belongs to. */
  readonly parent?: Partial<Header>;
}

/** A new message of a type. */
export function createMessage(
  type: string,
  content: Content,
  { session, parent = {}, identities = [], metadata = {}, buffers = [] }: MessageOptions,
): Message {
  const date = new Date().toISOString();
  const header = { msg_id: randomUUID(), msg_type: type, session, username, date, version: protocolVersion };
  return { identities, header, parent, metadata, content, buffers };
}

/** The frames of a message as they go over a socket, signed. */
export function encode(message: Message, signer: Signer): (string | Uint8Array)[] {
  const parts = [message.header, message.parent, message.metadata, message.content].map((part) => JSON.stringify(part));
  return [...message.identities, delimiter, signer.sign(parts), ...parts, ...message.buffers];
}

/**
 * The message in frames that came over a socket.
 *
 * @throws Error saying why, where the frames are malformed, unsigned, forged or replayed
 */
export function decode(frames: readonly Buffer[], signer: Signer): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) throw new Error("it has no <IDS|MSG> delimiter");
  const [signature, ...parts] = frames.slice(at + 1);
  if (signature === undefined || parts.length < 4) throw new Error(`it has ${Math.max(0, parts.length)} parts instead of 4`);
  signer.verify(signature.toString(), parts.slice(0, 4));
  const [header, parent, metadata, content] = parts.slice(0, 4).map(parseObject);
  if (typeof header?.["msg_type"] !== "string" || typeof header["msg_id"] !== "string")
    throw new Error("its header has no msg_type and msg_id");
  return {
    identities: frames.slice(0, at),
    header: header as unknown as Header,
    parent: parent ?? {},
    metadata: metadata ?? {},
    content: content ?? {},
    buffers: parts.slice(4),
  };
}

function parseObject(part: Buffer): Record<string, unknown> {
  const value: unknown = JSON.parse(part.toString());
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("one of its parts is no JSON object");
  return { ...value };
}

function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return "user"; // a container may run under a uid that has no name
  }
}
