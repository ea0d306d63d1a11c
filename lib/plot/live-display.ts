import { randomUUID } from "node:crypto";
import { type Clock, Throttle, wallClock } from "./clock.ts";
import type { FrontEnd } from "./front-end/contract.ts";
import { frontEnd } from "./front-end/front-end.ts";
import type { MimeBundle } from "./mime.ts";

export interface LiveDisplayOptions {
  /** The most drawings a second. */
  readonly perSecond?: number;
  readonly clock?: Clock;
  readonly target?: FrontEnd;
}

/**
 * A display that is updated in place. On a terminal, where what was printed stays, only its last state is printed.
 *
 * Bundles are given as functions, so that those that nobody will see are never made.
 */
export class LiveDisplay {
  readonly #id = randomUUID();
  readonly #throttle: Throttle;
  readonly #target: FrontEnd;
  #shown = false;

  constructor({ perSecond = 4, clock = wallClock, target = frontEnd() }: LiveDisplayOptions = {}) {
    this.#throttle = new Throttle(perSecond, clock);
    this.#target = target;
  }

  /** Draws the present state, if it is time to. */
  update(bundle: () => MimeBundle): void {
    if (this.#target.kind === "notebook") this.#throttle.run(() => this.#draw(bundle()));
  }

  /** Draws the last state, in any case. It stays. */
  end(bundle: () => MimeBundle): void {
    this.#draw(bundle());
  }

  #draw(bundle: MimeBundle): void {
    this.#target.show(bundle, { id: this.#id, update: this.#shown });
    this.#shown = true;
  }
}
