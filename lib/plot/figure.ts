import { figureInWords } from "./figure-words.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "./mime.ts";
import type { Layout, Trace } from "./plotly.ts";
import { withPng } from "./static-png.ts";
import { template } from "./theme.ts";

/** A Plotly figure as plain data. It shows itself: drawn in a notebook, as a picture on paper and on GitHub, in words in a terminal. */
export class Figure implements Displayable {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly #words: string | undefined;

  /** @param words what the figure shows, where more can be said than its data tell */
  constructor(data: readonly Trace[], layout: Layout = {}, words?: string) {
    this.data = plainArrays(data) as readonly Trace[];
    this.layout = { template, ...(plainArrays(layout) as Layout) };
    this.#words = words;
  }

  /** What the figure shows, in words. */
  toString(): string {
    return this.#words ?? figureInWords(this);
  }

  [displaySymbol](): MimeBundle {
    const { data, layout } = this;
    const words = this.toString();
    return withPng({ "text/plain": words, "application/vnd.plotly.v1+json": { data, layout } }, () => ({
      kind: "figure",
      data,
      layout,
      words,
    }));
  }
}

/**
 * A figure from Plotly's own `data` and `layout`, in the course's fonts and colours; typed arrays are welcome.
 *
 * @example
 * show(figure([{ type: "heatmap", z: [[1, 2], [3, 4]] }], { title: { text: "Four numbers" } }));
 */
export function figure(data: readonly Trace[], layout: Layout = {}): Figure {
  return new Figure(data, layout);
}

/** The value with plain arrays in place of typed ones, which JSON would write as objects. */
function plainArrays(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map(plainArrays);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainArrays(inner)]));
}
