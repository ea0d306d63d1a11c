import { Figure } from "./figure.ts";
import { colours } from "./theme.ts";

/** A curve of a class within the unit square. */
export interface ClassCurve {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** What the legend tells beside the name, such as the area under the curve. */
  readonly area: number;
}

export interface ClassCurvesOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly x: string;
  readonly y: string;
  /** Draws the dashed line on which mere guesses lie. */
  readonly diagonal?: boolean;
  /** Steps from point to point in place of straight lines. */
  readonly steps?: boolean;
}

/** So many curves can be told apart. Of more, those with the least areas have colours: there is something to learn from them. */
const mostColours = 7;
/** Plotly sorts the legend by rank; 1000 is everybody's. */
const lastInLegend = 2000;

/** A figure of one curve a class from 0 to 1, with its area in the legend, the least first. */
export function classCurves(curves: readonly ClassCurve[], options: ClassCurvesOptions): Figure {
  const { title, subtitle, x, y, diagonal = false, steps = false } = options;
  const sorted = [...curves].sort((one, other) => one.area - other.area);
  const shown = sorted.slice(0, mostColours);
  const others = sorted.slice(mostColours);
  const line = steps ? { shape: "hv", width: 2 } : { width: 2 };
  const trace = ({ name, x: along, y: up, area }: ClassCurve) => ({
    type: "scatter",
    mode: "lines",
    name: `${name}: ${areaWords(area)}`,
    x: Array.from(along),
    y: Array.from(up),
  });
  const palette = Object.values(colours);
  const unit = { range: [-0.01, 1.02], constrain: "domain" };
  return new Figure(
    [
      ...others.map((curve, turn) => ({
        ...trace(curve),
        ...(others.length > 1 && { name: `${others.length} other classes`, showlegend: turn === 0, legendrank: lastInLegend }),
        line: { ...line, color: "#BBBBBB", width: 1 },
      })),
      ...shown.map((curve, turn) => ({ ...trace(curve), line: { ...line, color: palette[turn] } })),
      ...(diagonal
        ? [
            {
              type: "scatter",
              mode: "lines",
              name: "by chance",
              x: [0, 1],
              y: [0, 1],
              line: { color: "#444444", dash: "dash", width: 1.5 },
              hoverinfo: "skip",
            },
          ]
        : []),
    ],
    {
      title: { text: title, subtitle: { text: subtitle } },
      height: 520,
      width: 760,
      margin: { l: 60, r: 24, t: 76, b: 48 },
      showlegend: true,
      xaxis: { ...unit, title: { text: x }, constraintoward: "left" },
      yaxis: { ...unit, title: { text: y }, scaleanchor: "x" },
    },
    [`${title} (${y} by ${x}): ${subtitle}`, ...sorted.map(({ name, area }) => `  ${name}: ${areaWords(area)}`)].join("\n"),
  );
}

const areaWords = (area: number): string => (Number.isFinite(area) ? area.toFixed(3) : "no pictures");
