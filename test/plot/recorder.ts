import type { FrontEnd, LineStream, MimeBundle, Place } from "../../lib/plot/index.ts";

export interface Shown {
  readonly text: string;
  readonly bundle: MimeBundle;
  readonly place: Place | undefined;
}

/** A front end that keeps what it was told to show. */
export function recorder(kind: FrontEnd["kind"]): { readonly target: FrontEnd; readonly shown: Shown[] } {
  const shown: Shown[] = [];
  return { target: { kind, show: (bundle, place) => void shown.push({ text: bundle["text/plain"], bundle, place }) }, shown };
}

/** A stream that keeps what was written to it. */
export function stream(options: { readonly isTTY: boolean; readonly columns?: number }): LineStream & { readonly written: string[] } {
  const written: string[] = [];
  return { ...options, written, write: (text) => written.push(text) };
}
