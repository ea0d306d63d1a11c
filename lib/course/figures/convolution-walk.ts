import { positiveInteger } from "../../base/expect.ts";
import { Random } from "../../base/random.ts";
import { colours, type Figure, figure, type Trace } from "../../plot/index.ts";

export interface ConvolutionWalkOptions {
  /** Rows and columns of the image. */
  readonly image: number;
  /** Rows and columns of the filter. */
  readonly kernel: number;
  /** The numbers are drawn from it. */
  readonly seed?: number;
}

/** One of the three tables: how many rows and columns it has, and where it begins, counted in squares from the left. */
interface Place {
  readonly axis: "" | "2" | "3";
  readonly size: number;
  readonly left: number;
}

/**
 * A figure with a slider that moves a filter over a small image, place by place, and writes down the sum at each.
 *
 * @throws RangeError when a size is not a positive integer or the filter is larger than the image
 * @example
 * show(convolutionWalk({ image: 5, kernel: 3 }));
 */
export function convolutionWalk({ image, kernel, seed = 3 }: ConvolutionWalkOptions): Figure {
  positiveInteger({ image, kernel });
  if (kernel > image) throw new RangeError(`Expected kernel to be at most ${image}, the size of the image, but got ${kernel}`);
  const random = new Random(seed);
  const pixels = random.matrix(image, image);
  const weights = random.matrix(kernel, kernel, 3).map((row) => row.map((weight) => weight - 1));
  const size = image - kernel + 1;
  const places = Array.from({ length: size * size }, (_, place) => [Math.floor(place / size), place % size] as const);
  const sums = places.map(([row, column]) =>
    weights.flatMap((line, i) => line.map((weight, j) => weight * (pixels[row + i]?.[column + j] ?? 0))).reduce((a, b) => a + b),
  );

  /** The result after so many places, row by row; null where nothing is written yet. */
  const resultAfter = (count: number): (number | null)[][] =>
    Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column) => (row * size + column < count ? (sums[row * size + column] ?? null) : null)),
    );
  const step = (place: number) => {
    const [row, column] = places[place] ?? [0, 0];
    const result = resultAfter(place + 1);
    return {
      result,
      title: `Place ${place + 1} of ${size * size}: row ${row}, column ${column} gives ${String(sums[place]).replace("-", "−")}`,
      shapes: [room(size), frame("", { row, column, size: kernel }), frame("3", { row, column, size: 1 })],
    };
  };

  const gap = 1;
  const all = { across: image + gap + kernel + gap + size, down: image };
  const tables = [
    { axis: "", size: image, left: 0 },
    { axis: "2", size: kernel, left: image + gap },
    { axis: "3", size, left: image + gap + kernel + gap },
  ] as const;
  const first = step(0);
  return figure(
    [numbers(pixels, ""), numbers(weights, "2"), { ...numbers(first.result, "3"), zmin: Math.min(...sums), zmax: Math.max(...sums) + 1 }],
    {
      title: { text: first.title },
      height: 360,
      margin: { l: 12, r: 12, t: 76, b: 8 },
      ...Object.assign({}, ...tables.map((table) => axes(table, all))),
      annotations: tables.map((table, index) =>
        caption(`${["image", "filter", "result"][index]}, ${table.size} × ${table.size}`, table, all),
      ),
      shapes: first.shapes,
      sliders: [
        {
          currentvalue: { visible: false },
          pad: { t: 4 },
          steps: places.map((_, place) => {
            const { result, title, shapes } = step(place);
            return { label: String(place + 1), method: "update", args: [{ z: [result] }, { "title.text": title, shapes }, [2]] };
          }),
        },
      ],
    },
  );
}

/** A table of numbers, the first row on top. */
function numbers(z: readonly (readonly (number | null)[])[], axis: string): Trace {
  return {
    type: "heatmap",
    z,
    xaxis: `x${axis}`,
    yaxis: `y${axis}`,
    texttemplate: "%{z}",
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
function axes({ axis, size, left }: Place, all: { readonly across: number; readonly down: number }): Readonly<Record<string, unknown>> {
  const bare = { showgrid: false, showline: false, showticklabels: false, ticks: "", fixedrange: true, constrain: "domain" };
  return {
    [`xaxis${axis}`]: { ...bare, domain: [left / all.across, (left + size) / all.across], anchor: `y${axis}`, range: [-0.5, size - 0.5] },
    [`yaxis${axis}`]: {
      ...bare,
      domain: [1 - size / all.down, 1],
      anchor: `x${axis}`,
      range: [size - 0.5, -0.5],
      scaleanchor: `x${axis}`,
      constraintoward: "top",
    },
  };
}

function caption(text: string, { size, left }: Place, all: { readonly across: number }): Readonly<Record<string, unknown>> {
  return {
    text,
    x: (left + size / 2) / all.across,
    y: 1,
    xref: "paper",
    yref: "paper",
    xanchor: "center",
    yanchor: "bottom",
    showarrow: false,
  };
}

/** A thin line around all of the result, so that its size is seen before it is filled. */
function room(size: number): Readonly<Record<string, unknown>> {
  const [x0, x1] = [-0.5, size - 0.5];
  return { type: "rect", xref: "x3", yref: "y3", x0, y0: x0, x1, y1: x1, line: { color: "#888888", width: 1, dash: "dot" } };
}

/** A thick frame around a square of a table. */
function frame(axis: string, { row, column, size }: { readonly row: number; readonly column: number; readonly size: number }) {
  const inset = 0.04; // so that the frame is not cut off at the border of its table
  const [x0, y0] = [column - 0.5 + inset, row - 0.5 + inset];
  return {
    type: "rect",
    xref: `x${axis}`,
    yref: `y${axis}`,
    x0,
    y0,
    x1: x0 + size - 2 * inset,
    y1: y0 + size - 2 * inset,
    line: { color: colours.vermillion, width: 4 },
  };
}
