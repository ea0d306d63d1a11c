import { escapeHtml } from "../base/index.ts";
import { type Curve, type LinesOptions, lines } from "./lines.ts";
import type { MimeBundle } from "./mime.ts";
import { formatNumber } from "./number-words.ts";
import { colours, template } from "./theme.ts";

/** Size of the drawing in pixels and the part of it within the axes, as Plotly lays a figure of two named curves out. */
const size = { width: 840, height: template.layout.height } as const;
const frame = { left: 64, right: 745, top: 48, bottom: 304 } as const;
/** Width of a digit in the theme's font, and what an axis needs beside its numbers: its name and the space around both. */
const digitWidth = 7.5;
const axisName = 40;
const palette = Object.values(colours);

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The picture of `lines` as SVG within HTML, for displays that change: JupyterLab's Plotly renderer keeps the first figure that it
 * drew in a place, whatever comes after, but redraws HTML, at once and no wider than the page has room for. Show the figure itself, in the same place, when nothing changes any more.
 */
export function lineSketch(curves: Readonly<Record<string, Curve>>, options: LinesOptions): MimeBundle {
  const named = Object.entries(curves).map(([name, curve]) => ({ name, points: pointsOf(curve) }));
  const all = named.flatMap(({ points }) => points);
  const across = axis(all.map(({ x }) => x));
  const up = axis(all.map(({ y }) => y));
  // Wide numbers on the vertical axis push the drawing to the right, away from the name of the axis.
  const left = Math.max(frame.left, axisName + digitWidth * Math.max(0, ...up.ticks.map((y) => tickWords(y).length)));
  const area = { ...frame, left };
  const placeX = (x: number): number => area.left + across.fraction(x) * (area.right - area.left);
  const placeY = (y: number): number => area.bottom - up.fraction(y) * (area.bottom - area.top);
  const parts = [
    `<rect width="${size.width}" height="${size.height}" fill="#FFFFFF"/>`,
    text(options.title, { x: 12, y: 27 }, 'font-size="16"'),
    ...across.ticks.map(
      (x) =>
        `${gridLine({ x: placeX(x), y: area.top }, { x: placeX(x), y: area.bottom })}${text(tickWords(x), { x: placeX(x), y: area.bottom + 20 }, middle)}`,
    ),
    ...up.ticks.map(
      (y) =>
        `${gridLine({ x: area.left, y: placeY(y) }, { x: area.right, y: placeY(y) })}${text(tickWords(y), { x: area.left - 8, y: placeY(y) + 4 }, 'text-anchor="end"')}`,
    ),
    `<path d="M${area.left} ${area.top}V${area.bottom}H${area.right}" fill="none" stroke="${template.layout.xaxis.linecolor}"/>`,
    text(options.x, { x: (area.left + area.right) / 2, y: size.height - 12 }, `${middle} font-size="14"`),
    text(options.y, { x: 0, y: 0 }, `${middle} font-size="14" transform="translate(14 ${(area.top + area.bottom) / 2}) rotate(-90)"`),
    ...named.flatMap(({ name, points }, index) => {
      const colour = palette[index % palette.length] ?? colours.black;
      const placed = points.map(({ x, y }) => ({ x: Math.round(placeX(x) * 10) / 10, y: Math.round(placeY(y) * 10) / 10 }));
      const legend = { x: area.right + 12, y: area.top + 16 + 20 * index };
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${placed.map(({ x, y }) => `${x},${y}`).join(" ")}"/>`,
        ...(placed.length <= 20 ? placed.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`) : []),
        `<line x1="${legend.x}" y1="${legend.y - 4}" x2="${legend.x + 24}" y2="${legend.y - 4}" stroke="${colour}" stroke-width="2"/>`,
        text(name, { x: legend.x + 30, y: legend.y }),
      ];
    }),
  ];
  const font = `font-family="${escapeHtml(template.layout.font.family)}" font-size="${template.layout.font.size}" fill="${template.layout.font.color}"`;
  return {
    "text/plain": lines(curves, options).toString(),
    "text/html": `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" style="max-width:100%;height:auto" ${font}>${parts.join("")}</svg>`,
  };
}

const middle = 'text-anchor="middle"';

function text(words: string, { x, y }: Point, attributes = ""): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeHtml(words)}</text>`;
}

function gridLine(from: Point, to: Point): string {
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="${template.layout.xaxis.gridcolor}"/>`;
}

/** Ticks are round already; only very large and very small ones need other words. */
const tickWords = (value: number): string =>
  value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1000) ? String(value) : formatNumber(value);

function pointsOf(curve: Curve): Point[] {
  const { x, y } = "y" in curve ? curve : { x: Array.from(curve, (_, index) => index), y: curve };
  return Array.from(y, (value, index) => ({ x: x[index] ?? index, y: value })).filter(({ y: value }) => Number.isFinite(value));
}

/** An axis that holds all values, with up to seven round numbers on it. */
function axis(values: readonly number[]): { readonly ticks: readonly number[]; fraction(value: number): number } {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const [from, reach] = low < high ? [low, high - low] : [Number.isFinite(low) ? low - 0.5 : 0, 1];
  const power = 10 ** Math.floor(Math.log10(reach / 6));
  const step = power * ([1, 2, 5, 10].find((factor) => reach / (factor * power) <= 6) ?? 10);
  const first = Math.ceil(from / step);
  const count = Math.floor((from + reach) / step) - first + 1;
  return {
    ticks: Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12))),
    fraction: (value) => 0.02 + (0.96 * (value - from)) / reach,
  };
}
