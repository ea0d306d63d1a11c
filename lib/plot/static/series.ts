import type { Layout, Trace } from "../plotly.ts";
import { colours } from "../theme.ts";
import { finite, type Plain, part, textOf, wordsOf } from "./plain.ts";
import { bar } from "./traces/bar.ts";
import { box } from "./traces/box.ts";
import { heatmap } from "./traces/heatmap.ts";
import { histogram } from "./traces/histogram.ts";
import type { Place } from "./traces/place.ts";
import { scatter } from "./traces/scatter.ts";

/** The kinds of Plotly traces that can be drawn without a browser. */
export const drawable: ReadonlySet<unknown> = new Set([undefined, "scatter", "scattergl", "bar", "histogram", "box", "heatmap", "pie"]);

const palette = Object.values(colours);

/** The colour of a trace: its own, or its turn's. */
export function colourOf(trace: Trace, turn: number): string {
  const [marker, line] = [part(trace["marker"])["color"], part(trace["line"])["color"]];
  return textOf(line) ?? textOf(marker) ?? palette[turn % palette.length] ?? colours.black;
}

/** A trace as one or two of ECharts' series. */
export function seriesOf(trace: Trace, turn: number, place: Place, layout: Layout): readonly Plain[] {
  const common = {
    name: wordsOf(trace["name"]) || `trace ${turn}`,
    color: colourOf(trace, turn),
    xAxisIndex: place.xAxisIndex,
    yAxisIndex: place.yAxisIndex,
    clip: trace["cliponaxis"] !== false,
    silent: true,
    ...(finite(trace["opacity"]) !== undefined && { itemStyle: { opacity: trace["opacity"] } }),
  };
  switch (trace["type"]) {
    case "bar":
      return [{ ...common, ...bar(trace, place, layout) }];
    case "histogram":
      return [{ ...common, ...histogram(trace, place, common.color) }];
    case "box":
      return box(trace, place, common.color).map((series) => ({ ...common, ...series }));
    case "heatmap":
      return [{ ...common, ...heatmap(trace, place) }];
    default:
      return scatter(trace, common.color).map((series) => ({ ...common, ...series }));
  }
}
