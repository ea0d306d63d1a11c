import { type Progress, progress } from "../../plot/index.ts";

/** A progress bar that counts bytes. */
export interface ByteBar {
  /** @param total 0 where it is unknown: then there is no bar */
  report(bytes: number, total: number): void;
  /** @param words in place of how much and how long, made from the bytes in all */
  done(words?: (bytes: number) => string): void;
  fail(text: string): void;
}

/** A progress bar that appears with the first byte, where there are as many as `from`. */
export function byteBar(title: string, from = 0): ByteBar {
  let bar: Progress | undefined;
  let shown = 0;
  return {
    report(bytes, total) {
      if (total < from || total === 0) return;
      bar ??= progress({ title, total, unit: "B" });
      bar.advance(bytes - shown); // below 0 where a download starts over
      shown = bytes;
    },
    done: (words) => bar?.done(words?.(shown)),
    fail: (text) => bar?.fail(text),
  };
}
