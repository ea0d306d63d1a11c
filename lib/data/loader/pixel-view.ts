import type { Random } from "../../base/index.ts";
import type { Size, StepTransform } from "../transforms/transform.ts";

/** Which pixels of a picture are taken, in which order: the one at row y and column x is the pixel `start + y · row + x · column`. */
export interface PixelView extends Size {
  readonly start: number;
  /** How far the next row lies in memory, in pixels; negative where the picture is upside down. */
  readonly row: number;
  /** The same of columns; −1 where left and right are swapped. */
  readonly column: number;
}

/** What crops and flips make of a picture, without touching a pixel. @throws RangeError when a crop is larger than the picture */
export function pixelView(size: Size, moves: readonly StepTransform[], random: Random): PixelView {
  let view: PixelView = { start: 0, row: size.width, column: 1, height: size.height, width: size.width };
  for (const transform of moves) {
    const { height, width } = view;
    // Floats with one channel: neither counts for these transforms.
    for (const step of transform.steps({ height, width, channels: 1, float: true }, random)) view = moved(view, step);
  }
  return view;
}

function moved(view: PixelView, step: ReturnType<StepTransform["steps"]>[number]): PixelView {
  const { start, row, column, height, width } = view;
  if (step.kind === "crop") {
    return { row, column, start: start + step.top * row + step.left * column, height: step.height, width: step.width };
  }
  if (step.kind !== "flip") throw new Error(`Expected crops and flips but got a ${step.kind}`);
  if (step.direction === "horizontal") return { ...view, start: start + (width - 1) * column, column: -column };
  return { ...view, start: start + (height - 1) * row, row: -row };
}
