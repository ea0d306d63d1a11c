import type { MimeBundle } from "../mime.ts";

/** Where a display goes: a new place of its own, a new place that can be updated later by its id, or (`update`) that place again. */
export interface Place {
  readonly id?: string;
  readonly update?: boolean;
}

/** What draws bundles for the reader: one of two notebook kernels, or a terminal. */
export interface FrontEnd {
  readonly kind: "notebook" | "terminal";
  show(bundle: MimeBundle, place?: Place): void;
}
