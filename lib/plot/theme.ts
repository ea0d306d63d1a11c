/**
 * Eight colours that people with any colour vision can tell apart, those first that stand out best on white.
 *
 * Okabe and Ito, "Color Universal Design: how to make figures and presentations that are friendly to colorblind people" (2008).
 */
export const colours = {
  blue: "#0072B2",
  vermillion: "#D55E00",
  green: "#009E73",
  orange: "#E69F00",
  sky: "#56B4E9",
  purple: "#CC79A7",
  black: "#000000",
  yellow: "#F0E442",
} as const;

const axis = {
  showgrid: true,
  gridcolor: "#E8E8E8",
  zeroline: false,
  linecolor: "#888888",
  showline: true,
  ticks: "outside",
  tickcolor: "#888888",
  automargin: true,
  exponentformat: "power",
  separatethousands: true,
  title: { standoff: 10, font: { size: 14 } },
};

/** From little to much: ever darker, so that it is read on grey paper too. Stops as Plotly writes them. */
export const sequential = [
  [0, "#F2F6FA"],
  [0.5, colours.sky],
  [1, "#003D66"],
] as const;

/** What all figures have in common, as a Plotly template: whatever a figure says itself goes first. */
export const template = {
  layout: {
    colorway: Object.values(colours),
    font: { family: "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif", size: 13, color: "#222222" },
    title: {
      x: 0,
      xref: "container",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { l: 12, t: 12 },
      font: { size: 16 },
      subtitle: { font: { size: 13, color: "#555555" } },
    },
    paper_bgcolor: "#FFFFFF",
    plot_bgcolor: "#FFFFFF",
    margin: { l: 60, r: 24, t: 48, b: 48 },
    height: 360,
    xaxis: axis,
    yaxis: axis,
    hovermode: "closest",
    legend: { bgcolor: "rgba(255,255,255,0.8)" },
    colorscale: { sequential },
  },
  data: { heatmap: [{ type: "heatmap", colorscale: sequential }] },
} as const;

/** What stands in the middle of a figure that has nothing to show. */
export const noValues = {
  text: "no values yet",
  xref: "paper",
  yref: "paper",
  x: 0.5,
  y: 0.5,
  showarrow: false,
  font: { color: "#666666" },
  bgcolor: "#FFFFFF",
} as const;
