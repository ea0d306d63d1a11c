import { messageOf } from "../../base/problem.ts";
import { decode, type Message } from "./message.ts";
import type { Signer } from "./signature.ts";

/**
 * Passes on the messages that come in over a socket, until it closes.
 *
 * @param options.dropped is told why a message was left out: malformed, unsigned, forged, replayed, or one that can't be handled
 */
export async function receive(
  socket: AsyncIterable<Buffer[]>,
  signer: Signer,
  { handle, dropped }: { readonly handle: (message: Message) => void; readonly dropped: (reason: string) => void },
): Promise<void> {
  for await (const frames of socket) {
    try {
      handle(decode(frames, signer));
    } catch (error) {
      dropped(messageOf(error)); // the next message may be a good one
    }
  }
}
