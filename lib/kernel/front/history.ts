import type { Content } from "../protocol/message.ts";

type Entry = readonly [session: number, line: number, input: string];

/** The cells that ran since the kernel started, as front ends ask for them (`history_request`). */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push([0, line, input]);
  }

  /** Entries of a range, the last ones, or those that a pattern with `*` and `?` matches. */
  find({ hist_access_type: access, output, n, start, stop, pattern, unique }: Content): readonly unknown[] {
    let found = this.#entries;
    if (access === "range") {
      const last = found.at(-1)?.[1] ?? 0;
      const from = typeof start === "number" ? start : 1;
      const to = typeof stop === "number" ? stop : last + 1;
      found = found.filter(([, line]) => line >= from && line < to);
    }
    if (access === "search" && typeof pattern === "string") {
      const expression = globToExpression(pattern);
      found = found.filter(([, , input]) => expression.test(input));
      if (unique === true) found = found.filter((entry, index) => !found.slice(index + 1).some(([, , later]) => later === entry[2]));
    }
    if (access !== "range" && typeof n === "number") found = n > 0 ? found.slice(-n) : [];
    return output === true ? found.map(([session, line, input]) => [session, line, [input, null]]) : found;
  }
}

function globToExpression(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
}
