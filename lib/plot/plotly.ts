/** One set of marks in a Plotly figure, such as a line: https://plotly.com/javascript/reference/ */
export type Trace = Readonly<Record<string, unknown>>;
/** Titles, axes and size of a Plotly figure. */
export type Layout = Readonly<Record<string, unknown>>;
