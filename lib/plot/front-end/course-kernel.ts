import type { MimeBundle } from "../mime.ts";
import type { FrontEnd, Place } from "./contract.ts";

type Display = (bundle: MimeBundle, place?: Place) => void;

/** The course kernel, where its global function `display` is there. */
export function courseKernel(): FrontEnd | undefined {
  const { display } = globalThis as { readonly display?: unknown };
  if (typeof display !== "function") return undefined;
  return { kind: "notebook", show: (bundle, place = {}) => (display as Display)(bundle, place) };
}
