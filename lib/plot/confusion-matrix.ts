import { describe, formatCount, oneOf, plural } from "../base/index.ts";
import { Figure } from "./figure.ts";
import { cutTo, textWidth } from "./static/text-width.ts";
import { table } from "./table.ts";
import { colours } from "./theme.ts";

/** What each cell is a share of: the pictures of its actual class, those predicted as its class, all; `false` shows how many they are. */
export type Normalisation = "actual" | "predicted" | "all" | false;

export interface ConfusionMatrixOptions {
  readonly classes: readonly string[];
  /** Shares in per cent in the place of counts. */
  readonly normalise?: Normalisation;
  readonly title?: string;
}

/** Right cells from white to blue, wrong ones to vermillion: for any colour vision. A wrong share of a half is as dark as a right one of 1. */
const shades = [
  [0, colours.vermillion],
  [1 / 3, "#F8F8F6"],
  [1, "#00507E"],
] as const;
const darkestWrong = 0.5;

/** Pixels of the screen. */
const sizes = { matrix: 560, cell: { least: 9, most: 90 }, font: { least: 7, most: 13 }, name: 210, page: 840 } as const;
/** Up to so many classes, the figure in words is the whole table. */
const fewClasses = 12;
/** There, columns of longer names than this have their class's number for a head. */
const shortName = 6;

/**
 * How often which class was taken for which: a row for each actual class, a column for each predicted one. What is right lies on the
 * diagonal, in blue; what was confused lies beside it, in orange. The shade is the share of the row, so that small classes count as much
 * as large ones.
 *
 * @param counts rows by the actual class, columns by the predicted one, `[classes][classes]`
 * @throws RangeError when there isn't one row and one column a class
 * @example
 * show(confusionMatrix([[9, 1], [3, 7]], { classes: ["cat", "dog"] }));
 */
export function confusionMatrix(counts: readonly (readonly number[])[], options: ConfusionMatrixOptions): Figure {
  const { classes, normalise = false, title = "Which class was taken for which" } = options;
  oneOf({ normalise }, ["actual", "predicted", "all", false]);
  checkSquare(counts, classes);
  const wholes = wholesOf(counts, normalise);
  const share = (row: number, column: number): number => (counts[row]?.[column] ?? 0) / (wholes(row, column) || 1);
  const z = counts.map((cells, row) => cells.map((_, column) => (row === column ? share(row, column) : -share(row, column))));
  const text = counts.map((cells, row) => cells.map((count, column) => (normalise ? percent(share(row, column)) : countWords(count))));
  const look = lookOf(classes, text);
  const most = normalise === "all" ? Math.max(Number.MIN_VALUE, ...z.flat().map(Math.abs)) : 1;
  const axis = {
    type: "category",
    showgrid: false,
    ticks: "",
    tickfont: { size: look.tickFont },
    dtick: 1,
    constrain: "domain",
  };
  return new Figure(
    [
      {
        type: "heatmap",
        z,
        x: look.names,
        y: look.names,
        zmin: -darkestWrong * most,
        zmax: most,
        colorscale: shades,
        showscale: false,
        xgap: look.cell > 20 ? 1 : 0,
        ygap: look.cell > 20 ? 1 : 0,
        text,
        ...(look.font !== undefined && { texttemplate: "%{text}", textfont: { size: look.font } }),
        customdata: hoverWords(counts, classes),
        hovertemplate: "%{customdata}<extra></extra>",
      },
    ],
    {
      title: { text: title, subtitle: { text: `${numbersMean(normalise)}; blue: right, orange: confused` } },
      width: look.width > sizes.page ? look.width : undefined,
      height: look.height,
      margin: { l: 60, r: 24, t: 76, b: 48 },
      xaxis: { ...axis, title: { text: "predicted" }, tickangle: look.angle, constraintoward: "left" },
      yaxis: { ...axis, title: { text: "actual" }, autorange: "reversed", scaleanchor: "x" },
    },
    inWords(counts, { ...options, title }),
  );
}

function checkSquare(counts: readonly (readonly number[])[], classes: readonly string[]): void {
  const odd = counts.find((cells) => cells.length !== classes.length);
  if (counts.length === classes.length && !odd) return;
  const got = odd ? `${describe(odd)} in a row` : plural(counts.length, "row");
  throw new RangeError(`Expected ${classes.length} × ${classes.length} counts, a row and a column for each class, but got ${got}`);
}

/** What the count of a cell is divided by. */
function wholesOf(counts: readonly (readonly number[])[], normalise: Normalisation): (row: number, column: number) => number {
  const rows = counts.map((cells) => cells.reduce((sum, count) => sum + count, 0));
  const columns = counts.map((_, column) => counts.reduce((sum, cells) => sum + (cells[column] ?? 0), 0));
  const all = rows.reduce((sum, count) => sum + count, 0);
  if (normalise === "all") return () => all;
  return normalise === "predicted" ? (_, column) => columns[column] ?? 0 : (row) => rows[row] ?? 0;
}

/** What the numbers in the cells are. */
function numbersMean(normalise: Normalisation): string {
  if (!normalise) return "Numbers of pictures";
  return { actual: "% of the actual class", predicted: "% of those predicted so", all: "% of all pictures" }[normalise];
}

/** Without a comma at the thousands: cells are narrow. */
const countWords = (count: number): string => (count === 0 ? "" : String(count));

function percent(share: number): string {
  if (share === 0) return "";
  return share < 0.005 ? "<1" : String(Math.round(100 * share));
}

/** What the pointer brings up for each cell. */
function hoverWords(counts: readonly (readonly number[])[], classes: readonly string[]): string[][] {
  const [ofRow, ofColumn] = [wholesOf(counts, "actual"), wholesOf(counts, "predicted")];
  return counts.map((cells, row) =>
    cells.map((count, column) =>
      [
        `actual ${classes[row]}`,
        `predicted ${classes[column]}`,
        `${plural(count, "picture")} of ${formatCount(ofRow(row, column))} in the class, ${formatCount(ofColumn(row, column))} predicted so`,
      ].join("<br>"),
    ),
  );
}

/** Sizes that keep many classes and long names readable. */
function lookOf(classes: readonly string[], text: readonly (readonly string[])[]) {
  const count = Math.max(1, classes.length);
  const cell = Math.max(sizes.cell.least, Math.min(sizes.cell.most, Math.floor(sizes.matrix / count)));
  const letters = Math.max(1, ...text.flat().map(({ length }) => length));
  const font = Math.floor(Math.min(sizes.font.most, cell / 2, (cell - 4) / (0.62 * letters)));
  const tickFont = Math.max(sizes.font.least, Math.min(sizes.font.most, cell - 2));
  const names = shortNames(classes, tickFont);
  const widest = Math.max(0, ...names.map((name) => textWidth(name, tickFont)));
  const angle = widest + 6 <= cell ? 0 : cell > 20 ? -45 : -90;
  const beneath = angle === 0 ? 28 : 18 + widest * (angle === -45 ? Math.SQRT1_2 : 1);
  return {
    cell,
    tickFont,
    names,
    angle,
    font: font >= sizes.font.least ? font : undefined,
    width: Math.ceil(widest + 62 + cell * count + 24),
    height: Math.ceil(76 + cell * count + beneath + 28),
  };
}

/** Names cut to a length that leaves room for the matrix, all different. */
function shortNames(classes: readonly string[], size: number): readonly string[] {
  const taken = new Set<string>();
  return classes.map((name, label) => {
    const cut = cutTo(sizes.name, name, size);
    const own = taken.has(cut) ? `${cut} ${label}` : cut;
    taken.add(own);
    return own;
  });
}

/** The whole table where it is small, else the greatest confusions. */
function inWords(counts: readonly (readonly number[])[], { classes, title }: ConfusionMatrixOptions): string {
  if (classes.length <= fewClasses) {
    const numbered = classes.some(({ length }) => length > shortName);
    const rows = counts.map((cells, row) => [numbered ? `${row} ${classes[row]}` : (classes[row] ?? ""), ...cells]);
    return `${title} (rows: actual, columns: predicted)\n${table(["", ...classes.map((name, column) => (numbered ? String(column) : name))], rows)}`;
  }
  const wrong = counts
    .flatMap((cells, row) => cells.map((count, column) => ({ count, row, column })))
    .filter(({ count, row, column }) => count > 0 && row !== column)
    .sort((one, other) => other.count - one.count)
    .slice(0, fewClasses)
    .map(({ count, row, column }) => `  ${classes[row]} taken for ${classes[column]}: ${count}`);
  return [title, ...(wrong.length > 0 ? wrong : ["  nothing was confused"])].join("\n");
}
