import { createRequire } from "node:module";
import type * as ECharts from "echarts";
import type { EChartsOption } from "echarts";
import { escapeHtml } from "../../base/format.ts";
import { template } from "../theme.ts";
import type { FigureDrawing } from "./drawing.ts";
import { extentOf, type Frame, finder, wholeLayout } from "./frames.ts";
import { marksOf } from "./marks.ts";
import { optionOf } from "./option.ts";
import { wordsOf } from "./plain.ts";
import { drawable } from "./series.ts";
import { cutTo, textWidth } from "./text-width.ts";

type Figure = Omit<FigureDrawing, "kind">;

/** A Plotly figure as SVG, drawn by ECharts; in words where it has a kind of trace that can't be drawn without a browser. */
export function figureSvg({ data, layout, words }: Figure): string {
  if (!data.every(({ type }) => drawable.has(type))) return wordsSvg({ data, layout, words });
  const echarts = load();
  const { option, frames, ...rest } = optionOf({ data, layout });
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, ...extentOf(rest.layout) });
  try {
    chart.setOption(option as EChartsOption);
    const ask = (frame: Frame, axis: "x" | "y", value: unknown): number | undefined => {
      const pixel = chart.convertToPixel({ [`${axis}AxisIndex`]: frames.indexOf(frame) }, value as number) as unknown;
      return typeof pixel === "number" && Number.isFinite(pixel) ? pixel : undefined;
    };
    chart.setOption({ graphic: marksOf({ ...rest, frames, find: finder(ask) }) } as EChartsOption);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** The figure's title and what it shows, in words, as a picture. */
export function wordsSvg({ layout, words }: Figure): string {
  const { width, height } = extentOf(wholeLayout(layout));
  const [first = "", ...lines] = words.split("\n");
  const most = Math.max(1, Math.floor((height - 90) / 20));
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `  … and ${lines.length - most + 1} lines more`] : lines;
  const { family, color } = template.layout.font;
  const line = (text: string, y: number, size: number): string =>
    `<text x="${12 + 8 * (text.length - text.trimStart().length)}" y="${y}" font-size="${size}">${escapeHtml(cutTo(width - 24, text.trim(), size))}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escapeHtml(family)}" fill="${color}">`,
    `<rect width="${width}" height="${height}" fill="#FFFFFF"/>`,
    line(wordsOf(layout["title"]) || first, 28, 16),
    ...shown.map((text, index) => line(text, 58 + 20 * index, 13)),
    `<text x="12" y="${height - 14}" font-size="12" fill="#777777">Open the notebook to see this figure drawn.</text>`,
    "</svg>",
  ].join("");
}

let loaded: typeof ECharts | undefined;

/** ECharts, when the first figure is drawn. Without a browser it can't measure text, so it is told how. */
function load(): typeof ECharts {
  if (loaded) return loaded;
  // Its one bundled file, by require: as an ES module it is made of hundreds.
  loaded = createRequire(import.meta.url)("echarts") as typeof ECharts;
  loaded.setPlatformAPI({
    measureText: (text: string, font?: string) => ({ width: textWidth(text, Number(/([\d.]+)px/.exec(font ?? "")?.[1] ?? 12)) }),
  });
  return loaded;
}
