import { plural } from "../../base/format.ts";
import { colours, type Layout, type Trace } from "../../plot/index.ts";
import { inTable, padded, type Rows, type Size, sizeInWords, sizeOf } from "../rows.ts";
import { AnimatedFigure, playback } from "./animated-figure.ts";

/** What the window's place gives: a number of the result, and how it comes about: "0·3 + 1·2 = 2". */
export interface WalkSum {
  readonly value: number;
  readonly words: string;
}

export interface WalkParts {
  readonly image: Rows;
  /** Shown between image and result. */
  readonly kernel?: Rows;
  /** Rows and columns of the window that moves over the image. */
  readonly window: Size;
  /** How far it moves at a time. */
  readonly stride: number;
  /** Rows and columns of zeros on each side of the image. */
  readonly padding: number;
  /** What stands in the result for the part of the image under the window. */
  readonly compute: (under: Rows) => WalkSum;
}

/** A table of the figure, and where it begins, counted in squares from the left. */
interface Table {
  readonly axis: "" | "2" | "3";
  readonly caption: string;
  readonly size: Size;
  readonly left: number;
}

/** Squares between two tables. */
const gap = 1;
/** So many steps make a slider that can still be used, and a figure that is not too large for a notebook. */
const mostPlaces = 225;
/** Pixels of a square that are aimed at, and those that title, captions and slider take. */
const square = 48;
const around = 210;

/**
 * A figure in which a window moves over an image, place by place, and a number is written into the result at each: by a slider, or by
 * itself after a press on Play.
 *
 * @throws RangeError when the window is larger than the image with its border, or has too many places
 */
export function walk({ image, kernel, window, stride, padding, compute }: WalkParts): AnimatedFigure {
  const ground = padded(image, padding);
  const size = placesOf(sizeOf(ground), window, stride);
  const places = Array.from({ length: size.rows * size.columns }, (_, place) => ({
    row: Math.floor(place / size.columns),
    column: place % size.columns,
  }));
  const sums = places.map(({ row, column }) => {
    const lines = ground.slice(row * stride, row * stride + window.rows);
    return compute(lines.map((line) => line.slice(column * stride, column * stride + window.columns)));
  });
  const values = sums.map(({ value }) => value);

  const tables = sideBySide([
    { size: sizeOf(ground), caption: `image, ${sizeInWords(sizeOf(image))}${padding > 0 ? `, and a border of ${padding}` : ""}` },
    ...(kernel ? [{ size: sizeOf(kernel), caption: `filter, ${sizeInWords(sizeOf(kernel))}` }] : []),
    { size, caption: `result, ${sizeInWords(size)}` },
  ]);
  const [from, into] = [tables[0], tables[tables.length - 1]] as [Table, Table];
  const resting = [...border(from, padding), outline(into)];
  const frames = places.map(({ row, column }, place) => {
    const { value, words } = sums[place] as WalkSum;
    const text = `Place ${place + 1} of ${places.length}: row ${row}, column ${column} gives ${inTable(value)}`;
    const moving = [
      frame(from, { row: row * stride, column: column * stride, size: window }),
      frame(into, { row, column, size: { rows: 1, columns: 1 } }),
    ];
    return {
      name: String(place + 1),
      data: [{ z: resultAfter(place + 1, values, size) }],
      traces: [tables.length - 1],
      layout: { title: { text, subtitle: { text: words } }, shapes: [...resting, ...moving] },
    };
  });

  const result = { ...numbers(frames[0]?.data[0]?.z ?? [], into), zmin: Math.min(...values), zmax: Math.max(...values) + 1 };
  const across = into.left + into.size.columns;
  const down = Math.max(...tables.map((table) => table.size.rows));
  return new AnimatedFigure({
    data: [numbers(ground, from), ...(kernel && tables[1] ? [numbers(kernel, tables[1])] : []), result],
    layout: {
      ...frames[0]?.layout,
      height: around + square * Math.min(down, 8),
      margin: { l: 12, r: 12, t: 100, b: 8 },
      ...Object.assign({}, ...tables.map((table) => axes(table, { across, down }))),
      annotations: tables.map((table) => caption(table, across)),
      ...playback(frames),
    },
    frames,
    words: inWords(tables, values, size),
  });
}

/** At how many places a window fits, from row to row and from column to column. */
function placesOf(ground: Size, window: Size, stride: number): Size {
  if (window.rows > ground.rows || window.columns > ground.columns)
    throw new RangeError(
      `Expected a window of at most ${sizeInWords(ground)}, the size of the image with its border, but got ${sizeInWords(window)}`,
    );
  const along = (length: number, part: number): number => Math.floor((length - part) / stride) + 1;
  const size = { rows: along(ground.rows, window.rows), columns: along(ground.columns, window.columns) };
  if (size.rows * size.columns > mostPlaces)
    throw new RangeError(
      `Expected at most ${mostPlaces} places to walk over but ${sizeInWords(size)} are ${size.rows * size.columns}: take a smaller image or a larger stride`,
    );
  return size;
}

/** The result after so many places, row by row; null where nothing is written yet. */
function resultAfter(count: number, values: readonly number[], { rows, columns }: Size): (number | null)[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => (row * columns + column < count ? (values[row * columns + column] ?? null) : null)),
  );
}

function inWords(tables: readonly Table[], values: readonly number[], size: Size): string {
  const lines = resultAfter(values.length, values, size).map((row) => row.map((value) => inTable(value ?? 0)));
  const width = Math.max(...lines.flat().map((word) => word.length));
  const captions = tables.map(({ caption }) => caption).join("; ");
  return [`${captions} (${plural(values.length, "place")})`, ...lines.map((row) => row.map((word) => word.padStart(width)).join(" "))].join(
    "\n",
  );
}

function sideBySide(tables: readonly Pick<Table, "size" | "caption">[]): readonly Table[] {
  let left = 0;
  return tables.map(({ size, caption }, index) => {
    const table = { axis: (["", "2", "3"] as const)[index] ?? "", size, caption, left };
    left += size.columns + gap;
    return table;
  });
}

/** A table of numbers, the first row on top. */
function numbers(z: readonly (readonly (number | null)[])[], { axis }: Table): Trace {
  return {
    type: "heatmap",
    z,
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    texttemplate: "%{z:.2~f}",
    textfont: { size: 16 },
    colorscale: [
      [0, "#F2F6FA"],
      [1, colours.sky],
    ],
    showscale: false,
    hoverinfo: "skip",
    xgap: 2,
    ygap: 2,
  };
}

/** Axes without marks that give the squares of all tables the same size. */
function axes({ axis, size, left }: Table, all: { readonly across: number; readonly down: number }): Layout {
  const bare = { showgrid: false, showline: false, showticklabels: false, ticks: "", fixedrange: true, constrain: "domain" };
  return {
    [`xaxis${axis}`]: {
      ...bare,
      domain: [left / all.across, (left + size.columns) / all.across],
      anchor: `y${axis}`,
      range: [-0.5, size.columns - 0.5],
    },
    [`yaxis${axis}`]: {
      ...bare,
      domain: [1 - size.rows / all.down, 1],
      anchor: `x${axis}`,
      range: [size.rows - 0.5, -0.5],
      scaleanchor: `x${axis}`,
      constraintoward: "top",
    },
  };
}

function caption({ caption: text, size, left }: Table, across: number): Layout {
  const x = (left + size.columns / 2) / across;
  return { text, x, y: 1, xref: "paper", yref: "paper", xanchor: "center", yanchor: "bottom", showarrow: false };
}

/** The zeros around an image, under a grey veil, so that they are not taken for pixels. */
function border({ axis, size }: Table, padding: number): readonly Layout[] {
  if (padding === 0) return [];
  const [left, top, right, bottom] = [-0.5, -0.5, size.columns - 0.5, size.rows - 0.5];
  const [innerTop, innerBottom] = [top + padding, bottom - padding];
  const bands = [
    { x0: left, x1: right, y0: top, y1: innerTop },
    { x0: left, x1: right, y0: innerBottom, y1: bottom },
    { x0: left, x1: left + padding, y0: innerTop, y1: innerBottom },
    { x0: right - padding, x1: right, y0: innerTop, y1: innerBottom },
  ];
  return bands.map((band) => ({ ...at(axis), ...band, line: { width: 0 }, fillcolor: "#888888", opacity: 0.3 }));
}

/** A thin line around all of the result, so that its size is seen before it is filled. */
function outline({ axis, size }: Table): Layout {
  const [x1, y1] = [size.columns - 0.5, size.rows - 0.5];
  return { ...at(axis), x0: -0.5, y0: -0.5, x1, y1, line: { color: "#888888", width: 1, dash: "dot" } };
}

/** A thick frame around some squares of a table. */
function frame({ axis }: Table, { row, column, size }: { readonly row: number; readonly column: number; readonly size: Size }): Layout {
  const inset = 0.04; // so that the frame is not cut off at the border of its table
  const [x0, y0] = [column - 0.5 + inset, row - 0.5 + inset];
  const [x1, y1] = [x0 + size.columns - 2 * inset, y0 + size.rows - 2 * inset];
  return { ...at(axis), x0, y0, x1, y1, line: { color: colours.vermillion, width: 4 } };
}

const at = (axis: string): Layout => ({ type: "rect", xref: `x${axis}`, yref: `y${axis}` });
