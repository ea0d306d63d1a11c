import type { Axis } from "../axes.ts";

/** Where a trace is drawn. */
export interface Place {
  readonly x: Axis;
  readonly y: Axis;
  readonly xAxisIndex: number;
  readonly yAxisIndex: number;
  /** Size of the part within the axes in pixels, about. */
  readonly width: number;
  readonly height: number;
}

/** What ECharts offers to a series that draws itself: the item's numbers, and their place in pixels. */
export interface DrawingApi {
  value(dimension: number): number;
  coord(point: readonly number[]): readonly [number, number];
}
