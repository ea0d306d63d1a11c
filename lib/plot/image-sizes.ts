import { plural } from "../base/index.ts";
import { Figure } from "./figure.ts";
import { colours, noValues } from "./theme.ts";

/** Size of one picture in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface ImageSizesOptions {
  readonly title?: string;
}

/** Widths of the smallest and the largest dot in pixels: its area grows with the number of pictures. */
const dot = { least: 6, most: 40 } as const;

/**
 * A figure of how large pictures are: a dot for each size, the larger the more pictures have it, and dotted lines at the medians.
 *
 * @example
 * show(imageSizes(await monkeys.train.sizes()));
 */
export function imageSizes(sizes: readonly PictureSize[], { title = "Sizes of the pictures" }: ImageSizesOptions = {}): Figure {
  const counts = new Map<string, { readonly size: PictureSize; count: number }>();
  for (const { width, height } of sizes) {
    const key = `${width} × ${height}`;
    const entry = counts.get(key) ?? { size: { width, height }, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  const different = [...counts.values()].sort((one, other) => other.count - one.count); // the rare ones on top
  const most = different[0]?.count ?? 1;
  const middle = { width: median(sizes.map(({ width }) => width)), height: median(sizes.map(({ height }) => height)) };
  const words =
    sizes.length === 0
      ? "no pictures"
      : `${plural(sizes.length, "picture")} of ${plural(different.length, "size")}; median ${middle.width} wide and ${middle.height} high`;
  const line = { color: colours.vermillion, width: 1.5, dash: "dot" };
  return new Figure(
    [
      {
        type: "scatter",
        mode: "markers",
        x: different.map(({ size }) => size.width),
        y: different.map(({ size }) => size.height),
        text: different.map(({ size, count }) => `${size.width} × ${size.height}: ${plural(count, "picture")}`),
        hoverinfo: "text",
        marker: {
          size: different.map(({ count }) => Math.max(dot.least, dot.most * Math.sqrt(count / Math.max(most, 25)))),
          color: colours.blue,
          opacity: 0.5,
        },
      },
    ],
    {
      title: { text: title, subtitle: { text: words } },
      margin: { l: 60, r: 24, t: 70, b: 48 },
      xaxis: { title: { text: "width (pixels)" }, rangemode: "tozero" },
      yaxis: { title: { text: "height (pixels)" }, rangemode: "tozero" },
      showlegend: false,
      ...(sizes.length === 0
        ? { annotations: [noValues] }
        : {
            shapes: [
              { type: "line", x0: middle.width, x1: middle.width, y0: 0, y1: 1, yref: "paper", line },
              { type: "line", x0: 0, x1: 1, xref: "paper", y0: middle.height, y1: middle.height, line },
            ],
          }),
    },
    [title, `  ${words}`, ...different.slice(0, 10).map(({ size, count }) => `  ${size.width} × ${size.height}: ${count}`)].join("\n"),
  );
}

/** The middle value; 0 where there is none. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
