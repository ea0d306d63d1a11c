import type { Layout, Trace } from "../plotly.ts";

/** A Plotly figure, and what it shows in words, which are drawn where nothing else can be. */
export interface FigureDrawing {
  readonly kind: "figure";
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly words: string;
}

/** A picture that is SVG already. */
export interface SheetDrawing {
  readonly kind: "sheet";
  readonly svg: string;
  /** Pixels of the file for one of the screen. */
  readonly density: number;
}

/** What the drawing thread makes a PNG file of. */
export type Drawing = FigureDrawing | SheetDrawing;

/** What the drawing thread is started with. */
export interface DrawingDesk {
  /** Its one number is 1 where a drawing is finished and lies at the other end of the port. */
  readonly done: Int32Array;
}
