import { formatCount, oneOf, plural, positiveInteger } from "../base/index.ts";
import { Figure, type Layout } from "./figure.ts";
import { pngDataUri, type Raster } from "./png.ts";
import { noValues } from "./theme.ts";

export interface ContactSheetOptions {
  /** All pictures one after the other, `[N, height, width, channels]`, 0 … 255. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
  /** 1 (grey), 3 (red, green, blue) or 4 (with opacity). */
  readonly channels: number;
  /** Words above each picture, in their order, in lines of their own where they hold `\n`; missing ones stay empty. */
  readonly titles?: readonly string[];
  /** Pictures in a row. */
  readonly columns?: number;
  /** A line above the sheet. */
  readonly title?: string;
}

const mostPictures = 400;
/** Pixels on the screen: the side of a picture that is aimed at, the space between two, a line and the most width of a title, the width of all. */
const screen = { side: 96, gap: 10, line: 15, title: 160, width: 790 } as const;
const fontSize = 11;
const characterWidth = 6.2; // of that font, on average
const margin = { l: 12, r: 12, t: 12, b: 4 } as const;
const titleMargin = 44;

/** Where the pictures of a sheet lie, in the pixels of the pictures; `scale` pixels of the screen show one of these. */
interface Grid {
  readonly count: number;
  readonly across: number;
  readonly down: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Height of the words above each picture. */
  readonly head: number;
  readonly scale: number;
}

/**
 * A figure of many small pictures in rows, each with its title above. Small pictures are enlarged by a whole factor and stay sharp, so
 * that each pixel is a square that one can count.
 *
 * @throws RangeError when the pixels don't make up whole pictures of the given size, or there are too many pictures or titles
 * @example
 * show(contactSheet({ pixels, height: 28, width: 28, channels: 1, titles: ["boot", "shirt"] }));
 */
export function contactSheet(options: ContactSheetOptions): Figure {
  const { pixels, height, width, channels, titles = [], columns } = options;
  positiveInteger({ height, width, ...(columns !== undefined && { columns }) });
  oneOf({ channels }, [1, 3, 4]);
  const count = pixels.length / (height * width * channels);
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `Expected pixels of whole pictures (N × ${height} × ${width} × ${channels}) but got ${formatCount(pixels.length)} values, which is ${count.toFixed(2)} pictures`,
    );
  }
  if (count > mostPictures)
    throw new RangeError(`Expected at most ${mostPictures} pictures on a sheet but got ${formatCount(count)}: choose some`);
  if (titles.length > count) throw new RangeError(`Expected at most ${plural(count, "title")}, one a picture, but got ${titles.length}`);

  const grid = gridOf(count, options);
  const sheet = composed(options, grid);
  const layout = sheetLayout(sheet, grid, options);
  const words = sheetInWords(count, options);
  if (count === 0) return new Figure([], { ...layout, annotations: [{ ...noValues, text: "no pictures" }] }, words);
  const trace = { type: "image", source: pngDataUri(sheet), zsmooth: grid.scale < 1 ? "fast" : false, hoverinfo: "skip" };
  return new Figure([trace], { ...layout, annotations: titles.map((text, index) => titleMark(text, index, grid)) }, words);
}

function gridOf(count: number, { height, width, titles = [], columns }: ContactSheetOptions): Grid {
  const longest = Math.max(height, width);
  const scale = longest > screen.side ? screen.side / longest : Math.round(screen.side / longest);
  const titleLines = titles.map((text) => text.split("\n"));
  const head = Math.ceil((Math.max(0, ...titleLines.map((lines) => lines.length)) * screen.line) / scale);
  const longestLine = Math.max(0, ...titleLines.flat().map((line) => line.length)) * characterWidth;
  const gap = Math.ceil(screen.gap / scale);
  const cellWidth = Math.max(width, Math.ceil(Math.min(longestLine, screen.title) / scale)) + gap;
  const cellHeight = head + height + gap;
  const across = columns ?? Math.max(1, Math.min(count, Math.floor(screen.width / (cellWidth * scale))));
  return { count, across, down: Math.max(1, Math.ceil(count / across)), cellWidth, cellHeight, head, scale };
}

/** All pictures on one white raster. */
function composed(
  { pixels, height, width, channels }: ContactSheetOptions,
  { count, across, down, cellWidth, cellHeight, head }: Grid,
): Raster {
  const [sheetWidth, sheetHeight] = [across * cellWidth, down * cellHeight];
  const sheet = new Uint8Array(sheetHeight * sheetWidth * channels).fill(255);
  for (let index = 0; index < count; index++) {
    const left = (index % across) * cellWidth;
    const top = Math.floor(index / across) * cellHeight + head;
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray((index * height + y) * width * channels, (index * height + y + 1) * width * channels);
      sheet.set(row, ((top + y) * sheetWidth + left) * channels);
    }
  }
  return { pixels: sheet, height: sheetHeight, width: sheetWidth, channels: channels as Raster["channels"] };
}

function sheetLayout(sheet: Raster, { scale }: Grid, { title }: ContactSheetOptions): Layout {
  const hidden = { visible: false, automargin: false };
  const top = title === undefined ? margin.t : titleMargin;
  return {
    title: { text: plotlyText(title ?? "") },
    margin: { ...margin, t: top, pad: 0 },
    width: Math.round(sheet.width * scale) + margin.l + margin.r,
    height: Math.round(sheet.height * scale) + top + margin.b,
    // A pixel's centre lies on a whole number, so its edges lie half a pixel beside it; the vertical axis runs down.
    xaxis: { ...hidden, range: [-0.5, sheet.width - 0.5] },
    yaxis: { ...hidden, range: [sheet.height - 0.5, -0.5], scaleanchor: "x" },
  };
}

function titleMark(text: string, index: number, { across, cellWidth, cellHeight, head, scale }: Grid): object {
  const room = Math.floor((cellWidth * scale) / characterWidth);
  const lines = text.split("\n").map((line) => (line.length > room ? `${line.slice(0, room - 1)}…` : line));
  return {
    text: lines.map(plotlyText).join("<br>"),
    x: (index % across) * cellWidth - 0.5,
    y: Math.floor(index / across) * cellHeight + head - 0.5,
    xanchor: "left",
    yanchor: "bottom",
    align: "left",
    borderpad: 0,
    showarrow: false,
    font: { size: fontSize },
    hovertext: plotlyText(text),
  };
}

function sheetInWords(count: number, { height, width, channels, titles = [], title }: ContactSheetOptions): string {
  const size = `${plural(count, "picture")} of ${height} × ${width} pixels, ${channels === 1 ? "grey" : "in colour"}`;
  return [
    title ? `${title}: ${size}` : size,
    ...(titles.length > 0 ? [titles.map((text) => text.replaceAll("\n", " ")).join(", ")] : []),
  ].join("\n");
}

/** Plotly reads tags in its texts: a title that holds `<` must not become one. */
const plotlyText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
