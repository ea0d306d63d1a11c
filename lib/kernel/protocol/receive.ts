import { messageOf } from "../../base/problem.ts";
import { decode, type Message } from "./message.ts";
import type { Signer } from "./signature.ts";

/**
 * Passes on the messages that come in over a socket, until it closes.
 *
 * @param options.dropped is told why a malformed, unsigned, forged or replayed message was left out
 */
export async function receive(
  socket: AsyncIterable<Buffer[]>,
  signer: Signer,
  { handle, dropped }: { readonly handle: (message: Message) => void; readonly dropped: (reason: string) => void },
): Promise<void> {
  for await (const frames of socket) {
    let message: Message;
    try {
      message = decode(frames, signer);
    } catch (error) {
      dropped(messageOf(error));
      continue;
    }
    handle(message);
  }
}
