import { colours, Figure } from "../../plot/index.ts";
import { formatDuration } from "../duration.ts";
import type { Box } from "./boxes.ts";
import { placeInWords, shortPlace } from "./source-line.ts";

/** Boxes that take less of the whole are not drawn: they are narrower than a pixel. */
const leastShare = 1e-3;
/** Pixels of the drawing across, and of a letter. */
const width = 700;
const letter = 7;
const rowHeight = 26;
/** Part of a row that its boxes fill. */
const filled = 0.9;
/** Hovering finds a box within this part of the whole time. */
const hoverEach = 0.02;

const outer = { line: "#C8C8C8", scope: "#E4E4E4" } as const;
const inner: readonly string[] = [colours.blue, colours.vermillion, colours.green, colours.purple, colours.orange];
const others = "#777777";

/** A flame chart that hangs down: time to the right, what was called below what called it. Operations are coloured, longest ones first. */
export function flameChart(all: readonly Box[], { total, names }: { readonly total: number; readonly names: readonly string[] }): Figure {
  const boxes = all.filter(({ start, end }) => end - start >= leastShare * total);
  const levels = 1 + boxes.reduce((deepest, { level }) => Math.max(deepest, level), 0);
  const colourOf = ({ kind, name }: Box): string => (kind === "operation" ? (inner[names.indexOf(name)] ?? others) : outer[kind]);
  const hover = boxes.flatMap((box) => placesIn(box, total).map((x) => ({ x, y: box.level, text: hoverText(box, total) })));
  const labels = (isInner: boolean): object => {
    const labelled = boxes.flatMap((box) => {
      const text = cut(labelOf(box), ((box.end - box.start) / total) * width);
      return (box.kind === "operation") === isInner && text !== "" ? [{ x: (box.start + box.end) / 2, y: box.level, text }] : [];
    });
    return {
      ...columns(labelled),
      type: "scatter",
      mode: "text",
      hoverinfo: "skip",
      textfont: { size: 12, color: isInner ? "#FFFFFF" : "#222222" },
    };
  };
  return new Figure(
    [
      { ...columns(hover), type: "scatter", mode: "markers", marker: { opacity: 0 }, hoverinfo: "text" },
      { ...labels(false) },
      { ...labels(true) },
    ],
    {
      title: { text: "Where the time goes: line, in it scopes, in them operations" },
      height: 130 + rowHeight * levels,
      showlegend: false,
      hovermode: "closest",
      xaxis: { title: { text: "time (ms)" }, range: [0, roundedUp(total)], showgrid: false },
      yaxis: { range: [levels - 0.5, -0.5], showgrid: false, showticklabels: false, ticks: "", fixedrange: true },
      shapes: boxes.map((box) => ({
        type: "rect",
        layer: "below",
        x0: box.start,
        x1: box.end,
        y0: box.level - filled / 2,
        y1: box.level + filled / 2,
        fillcolor: colourOf(box),
        line: { color: "#FFFFFF", width: 0.5 },
      })),
    },
    `Flame chart of ${formatDuration(total)}: ${boxes.length} boxes on ${levels} levels`,
  );
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

const columns = (marks: readonly Mark[]): { x: number[]; y: number[]; text: string[] } => ({
  x: marks.map(({ x }) => x),
  y: marks.map(({ y }) => y),
  text: marks.map(({ text }) => text),
});

/** Up to two significant digits, so that an axis ends with a round number. */
function roundedUp(value: number): number {
  const power = 10 ** (Math.floor(Math.log10(Math.max(value, 1e-6))) - 1);
  return Number((Math.ceil(value / power) * power).toPrecision(2));
}

/** Points spread over a box, at which the pointer finds it. */
function placesIn({ start, end }: Box, total: number): number[] {
  const count = Math.max(1, Math.ceil((end - start) / (hoverEach * total)));
  return Array.from({ length: count }, (_, place) => start + ((place + 0.5) / count) * (end - start));
}

const labelOf = ({ kind, name }: Box): string => (kind === "line" ? shortPlace(name) : name);

const hoverText = ({ kind, name, start, end }: Box, total: number): string =>
  `${kind === "line" ? placeInWords(name) : name}: ${formatDuration(end - start)}, ${((100 * (end - start)) / total).toFixed(1)} %, from ${formatDuration(start)}`;

/** Words cut to some pixels; empty where too little would be left. */
function cut(words: string, pixels: number): string {
  const room = Math.floor(pixels / letter) - 1;
  if (words.length <= room) return words;
  return room >= 4 ? `${words.slice(0, room - 1)}…` : "";
}
