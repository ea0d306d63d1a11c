import { describe, escapeHtml, formatBytes, formatCount, formatSeconds, plural } from "../base/index.ts";
import { type Clock, wallClock } from "./clock.ts";
import type { FrontEnd } from "./front-end/contract.ts";
import { frontEnd } from "./front-end/front-end.ts";
import { LiveDisplay } from "./live-display.ts";
import type { MimeBundle } from "./mime.ts";
import { type LineStream, StatusLine } from "./status-line.ts";

export interface ProgressOptions {
  /** What goes on, such as "Downloading fashion-mnist". */
  readonly title: string;
  /** How much there is to do. */
  readonly total: number;
  /** What is counted, in the singular; `"B"` for bytes. */
  readonly unit?: string;
  /** Seconds before it is seen; what is done by then is not shown at all, what fails is. */
  readonly delay?: number;
  readonly clock?: Clock;
  readonly target?: FrontEnd;
  /** Where a terminal's line goes; standard error unless told. */
  readonly stream?: LineStream;
}

/** A wait that shows how far it is. */
export interface Progress {
  /** Says that `count` more (1 unless told) are done. */
  advance(count?: number): void;
  /** Says that all is done; `text` in place of the count and the time. */
  done(text?: string): void;
  /** Says that it ended before all was done, and why. */
  fail(text?: string): void;
}

/**
 * Shows how far a piece of work is, with its rate and the time left: a bar in a notebook, a line in a terminal, both updated in place at
 * most five times a second. Where lines can't be rewritten (a file, a pipe) only the start and the end are written.
 *
 * @throws RangeError when `total` is not a number from 0 up
 * @example
 * const bar = progress({ title: "Drawing savanna", total: 1000, unit: "picture" });
 * for (…) bar.advance();
 * bar.done();
 */
export function progress(options: ProgressOptions): Progress {
  const { title, total, unit = "step", delay = 0, clock = wallClock, target = frontEnd(), stream } = options;
  if (!Number.isFinite(total) || total < 0) throw new RangeError(`Expected total to be a number from 0 up but got ${describe(total)}`);
  const began = clock();
  let count = 0;
  let seen = false;
  let ended = false;

  const seconds = (): number => (clock() - began) / 1000;
  const amount = (many: number): string => (unit === "B" ? formatBytes(many) : plural(Math.round(many), unit));
  const words = (): string => {
    const rate = count / Math.max(seconds(), 1e-3);
    const of = unit === "B" ? `${formatBytes(count)} of ${formatBytes(total)}` : `${formatCount(count)} of ${amount(total)}`;
    return count > 0 ? `${of}, ${amount(rate)}/s, ${formatSeconds(Math.max(0, total - count) / rate)} left` : of;
  };
  const bundle = (text: string): MimeBundle => ({
    "text/plain": `${title}: ${text}`,
    "text/html": `<div style="padding:4px 12px">${escapeHtml(title)} ${progressBar(count, total)} <span style="font-variant-numeric:tabular-nums">${escapeHtml(text)}</span></div>`,
  });

  const view =
    target.kind === "notebook"
      ? notebookView(new LiveDisplay({ perSecond: 5, clock, target }))
      : terminalView(new StatusLine({ clock, ...(stream && { stream }) }));
  const end = (text: string): void => {
    if (ended) return;
    ended = true;
    view.end(() => bundle(text));
  };

  const start = (): void => {
    if (seen || seconds() < delay) return;
    seen = true;
    view.start(() => bundle(amount(total)));
  };

  start();
  return {
    advance(more = 1) {
      if (ended) return;
      count += more;
      start();
      if (seen) view.update(() => bundle(words()));
    },
    done(text) {
      count = total;
      if (seen) end(text ?? `${amount(total)} in ${formatSeconds(seconds())}`);
    },
    fail(text) {
      end(text ?? `ended after ${amount(count)} of ${amount(total)}`);
    },
  };
}

/** A bar as an HTML element; it says the same to a screen reader. */
export function progressBar(count: number, total: number): string {
  return `<progress value="${Math.min(count, total)}" max="${total || 1}" style="width:16em;vertical-align:middle"></progress>`;
}

interface View {
  start(bundle: () => MimeBundle): void;
  update(bundle: () => MimeBundle): void;
  end(bundle: () => MimeBundle): void;
}

const notebookView = (display: LiveDisplay): View => ({
  start: (bundle) => display.update(bundle),
  update: (bundle) => display.update(bundle),
  end: (bundle) => display.end(bundle),
});

const terminalView = (line: StatusLine): View => ({
  start: (bundle) => (line.live ? line.update(() => bundle()["text/plain"]) : line.keep(bundle()["text/plain"])),
  update: (bundle) => line.update(() => bundle()["text/plain"]),
  end: (bundle) => line.keep(bundle()["text/plain"]),
});
