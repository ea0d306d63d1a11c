import { scoreText, scoreWithError, shorten } from "./words.js";

const mostBars = 15; // more would be too thin to read from the back of a room
const emsPerCharacter = 1.8; // with so much of the chart's width for each, names take a third of it
const shortestName = 8; // characters

/** Plotly, loaded beside the page so that the table need not wait for it. */
const plotly = new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = "/page/plotly.js";
  script.onload = () => resolve(globalThis.Plotly);
  script.onerror = () => reject(new Error("The chart could not be loaded"));
  document.head.append(script);
});

/** Plotly reads a little HTML in labels: a name must not be taken for it. @param {string} text */
const plain = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);

/**
 * Draws the best rows as horizontal bars from 0 to 1, each with its standard error as a whisker.
 *
 * @param {HTMLElement} element
 * @param {{ rank: number, name: string, score: number, standardError: number }[]} rows the best first
 */
export async function drawChart(element, rows) {
  const shown = rows.slice(0, mostBars);
  const [first] = shown;
  const cut = shown.length < rows.length ? `the best ${shown.length} of ${rows.length}` : `${rows.length}`;
  element.setAttribute(
    "aria-label",
    `Bar chart of accuracy, ${cut}; in front ${first.name} with ${scoreWithError(first)}. The table has all.`,
  );
  document.getElementById("chart-title").textContent = shown.length < rows.length ? `Accuracy, ${cut}` : "Accuracy";

  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const size = Number.parseFloat(getComputedStyle(document.body).fontSize);
  const font = { family: style.fontFamily, size, color: colour("ink") };
  const longestName = Math.max(shortestName, Math.floor(element.clientWidth / size / emsPerCharacter));
  const height = size * (2.3 * shown.length + 3.5);
  element.style.height = `${height}px`;

  const trace = {
    type: "bar",
    orientation: "h",
    y: shown.map(({ rank }) => rank),
    x: shown.map(({ score }) => score),
    error_x: {
      type: "data",
      array: shown.map(({ standardError }) => standardError),
      color: colour("whisker"),
      thickness: 3,
      width: size / 2.5,
    },
    text: shown.map(({ score }) => scoreText(score)),
    textposition: "auto",
    insidetextanchor: "start",
    insidetextfont: { ...font, color: colour("bar-text") },
    textangle: 0,
    marker: { color: colour("bar") },
  };
  const layout = {
    height,
    font,
    bargap: 0.25,
    showlegend: false,
    margin: { l: 0, r: size, t: 0, b: size * 3 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    xaxis: {
      range: [0, 1.04],
      tickvals: element.clientWidth > size * 25 ? [0, 0.2, 0.4, 0.6, 0.8, 1] : [0, 0.5, 1],
      gridcolor: colour("line"),
      zerolinecolor: colour("quiet"),
      tickangle: 0,
      title: { text: "share of pictures that were right", font },
    },
    yaxis: {
      autorange: "reversed",
      automargin: true,
      tickvals: shown.map(({ rank }) => rank),
      ticktext: shown.map(({ rank, name }) => `${rank}. ${plain(shorten(name, longestName))} `),
      showgrid: false,
      zeroline: false,
    },
  };
  await (await plotly).react(element, [trace], layout, { staticPlot: true, responsive: true });
}
