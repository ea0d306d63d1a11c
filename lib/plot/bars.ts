import { Figure } from "./figure.ts";
import { formatNumber } from "./number-words.ts";
import { noValues, template } from "./theme.ts";

export interface BarsOptions {
  readonly title: string;
  /** Name of the axis of labels. */
  readonly x: string;
  /** Name of the axis of values, with its unit where it has one: `"images/s"`. */
  readonly y: string;
  /** A line under the title: what the figure says. */
  readonly subtitle?: string;
}

const longLabel = 12;

/**
 * A figure of one bar a name, each with its value written on it. Bars lie down where the names are long, so that they can be read. Give a
 * map where the order counts and names may look like numbers: an object has those first.
 *
 * @example
 * show(bars({ zebra: 250, lion: 120 }, { title: "Pictures of each species", x: "species", y: "pictures" }));
 */
export function bars(
  values: Readonly<Record<string, number>> | ReadonlyMap<string, number>,
  { title, x, y, subtitle }: BarsOptions,
): Figure {
  const entries = values instanceof Map ? [...values] : Object.entries(values);
  const names = entries.map(([name]) => name);
  const heights = entries.map(([, value]) => value);
  const lying = names.some((name) => name.length > longLabel);
  const along = { title: { text: x }, type: "category", showgrid: false };
  const up = { title: { text: y }, rangemode: "tozero" };
  const marks = { type: "bar", text: heights.map(formatNumber), textposition: "auto", hoverinfo: "x+y" };
  const top = subtitle === undefined ? undefined : template.layout.margin.t + 22;
  const layout = {
    title: { text: title, ...(subtitle !== undefined && { subtitle: { text: subtitle } }) },
    ...(top && { margin: { ...template.layout.margin, t: top } }),
    bargap: 0.25,
    ...(names.length === 0 && { annotations: [noValues] }),
  };
  return lying
    ? new Figure([{ ...marks, orientation: "h", x: heights, y: names }], {
        ...layout,
        height: 140 + 28 * names.length + (top ? 22 : 0),
        xaxis: up,
        yaxis: { ...along, autorange: "reversed" },
      })
    : new Figure([{ ...marks, x: names, y: heights }], { ...layout, xaxis: along, yaxis: up });
}
