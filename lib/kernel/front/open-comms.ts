import type { Content } from "../protocol/message.ts";

/** Knows which comms are open, from the messages that pass in both directions. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  see(type: string, { comm_id: id, target_name: target }: Content): void {
    if (type === "comm_open") this.#targets.set(String(id), String(target));
    else if (type === "comm_close") this.#targets.delete(String(id));
  }

  /** The open comms by id, those of one target where it is named, as `comm_info_reply` tells them. */
  list(target: unknown): Record<string, { readonly target_name: string }> {
    const wanted = [...this.#targets].filter(([, name]) => target === undefined || target === null || target === "" || name === target);
    return Object.fromEntries(wanted.map(([id, name]) => [id, { target_name: name }]));
  }

  clear(): void {
    this.#targets.clear();
  }
}
