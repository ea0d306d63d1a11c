/** Shows things: figures as plain Plotly data, tables, progress, in notebooks and in terminals. Takes plain arrays; uses no TensorFlow.js. */
export { type BarsOptions, bars } from "./bars.ts";
export type { Clock } from "./clock.ts";
export { ContactSheet, type ContactSheetOptions, contactSheet } from "./contact-sheet.ts";
export { Figure, figure } from "./figure.ts";
export type { FrontEnd, Place } from "./front-end/contract.ts";
export { frontEnd } from "./front-end/front-end.ts";
export { lineSketch } from "./line-sketch.ts";
export { type Curve, type LinesOptions, lines, type Values } from "./lines.ts";
export { LiveDisplay, type LiveDisplayOptions } from "./live-display.ts";
export { type Displayable, displaySymbol, type MimeBundle } from "./mime.ts";
export { formatNumber } from "./number-words.ts";
export type { Layout, Trace } from "./plotly.ts";
export { type Progress, type ProgressOptions, progress, progressBar } from "./progress.ts";
export { show } from "./show.ts";
export { shownHere } from "./shown-here.ts";
export { type LineStream, StatusLine, type StatusLineOptions } from "./status-line.ts";
export { type Cell, Table, table } from "./table.ts";
export { colours } from "./theme.ts";
