import { escapeHtml } from "../base/format.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../plot/mime.ts";
import type { EngineName } from "./engine.ts";

/** One engine on this machine: what computes, or why not and what mends it. */
export type EngineReport =
  | {
      readonly name: EngineName;
      readonly works: true;
      readonly detail: string;
      /** Why it is chosen only when insisted upon, such as a GPU that is emulated. */
      readonly reservation?: string;
    }
  | { readonly name: EngineName; readonly works: false; readonly why: string; readonly mend: string };

/** An engine that was not chosen, and why. */
export type PassedOver = Extract<EngineReport, { works: false }>;

/** What `device.use()` chose, and why nothing faster: shows itself in a notebook, and as one line in words. */
export class DeviceReport implements Displayable {
  readonly engine: EngineName;
  /** What computes, such as `TensorFlow 2.21.0 on 2 cores`. */
  readonly detail: string;
  /** The faster engines, with the reasons against them; empty when an engine was insisted upon. */
  readonly passedOver: readonly PassedOver[];

  constructor(engine: EngineName, detail: string, passedOver: readonly PassedOver[] = []) {
    this.engine = engine;
    this.detail = detail;
    this.passedOver = passedOver;
  }

  /** `TensorFlow 2.21.0 on 2 cores (cuda: no NVIDIA driver found)` */
  toString(): string {
    const reasons = this.passedOver.map(({ name, why }) => `${name}: ${why}`).join("; ");
    return reasons ? `${this.detail} (${reasons})` : this.detail;
  }

  [displaySymbol](): MimeBundle {
    const items = this.passedOver.map(
      ({ name, why, mend }) => `<li><code>${name}</code>: ${escapeHtml(why)}. <em>${escapeHtml(mend)}</em></li>`,
    );
    const slower = items.length > 0 ? `<details><summary>Why nothing faster?</summary><ul>${items.join("")}</ul></details>` : "";
    return { "text/plain": String(this), "text/html": `<div><strong>${escapeHtml(this.detail)}</strong>${slower}</div>` };
  }
}
