import { createHmac, timingSafeEqual } from "node:crypto";

/** How many signatures are remembered to recognise a replayed message (the number that jupyter_client keeps). */
const remembered = 65_536;

/** Signs messages with HMAC-SHA256 and recognises forged and replayed ones. An empty key signs nothing and accepts everything. */
export class Signer {
  readonly #key: string;
  readonly #seen = new Set<string>();

  constructor(key: string) {
    this.#key = key;
  }

  /** The signature of message parts, as lower-case hexadecimal text. */
  sign(parts: readonly (string | Uint8Array)[]): string {
    if (this.#key === "") return "";
    const hash = createHmac("sha256", this.#key);
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  }

  /** @throws Error saying why, where a signature is missing, wrong or has been used before */
  verify(signature: string, parts: readonly Uint8Array[]): void {
    if (this.#key === "") return;
    if (signature === "") throw new Error("it is not signed");
    const wanted = Buffer.from(this.sign(parts));
    const got = Buffer.from(signature);
    if (wanted.length !== got.length || !timingSafeEqual(wanted, got)) throw new Error("its signature is wrong");
    if (this.#seen.has(signature)) throw new Error("it was received before");
    this.#seen.add(signature);
    if (this.#seen.size > remembered) this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }
}
