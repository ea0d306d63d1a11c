import { describe } from "../../base/index.ts";
import type { Size, Step } from "../transforms/transform.ts";

/** The size of a picture after a step. @throws RangeError when the step can't be done to such a picture */
export function sizeAfter(step: Step, { height, width }: Size, channels: number): Size {
  switch (step.kind) {
    case "crop":
      expectBox(step, { height, width });
      return step;
    case "resize":
      expectSides(step);
      return step;
    case "scale":
      expectChannels(step, channels);
      return { height, width };
    case "flip":
      return { height, width };
  }
}

type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

function expectBox({ top, left, height, width }: StepOf<"crop">, size: Size): void {
  const whole = Number.isInteger(top) && Number.isInteger(left) && Number.isInteger(height) && Number.isInteger(width);
  const inside = top >= 0 && left >= 0 && height > 0 && width > 0 && top + height <= size.height && left + width <= size.width;
  if (whole && inside) return;
  throw new RangeError(
    `Expected a crop inside the picture of ${size.height} × ${size.width} pixels but got ${height} × ${width} at row ${top}, column ${left}: ` +
      "enlarge the picture first (resize, pad), or take a smaller box of whole pixels.",
  );
}

function expectSides({ height, width }: StepOf<"resize">): void {
  if (Number.isInteger(height) && Number.isInteger(width) && height > 0 && width > 0) return;
  throw new RangeError(`Expected the new size in whole pixels, at least 1 × 1, but got ${describe(height)} × ${describe(width)}.`);
}

function expectChannels({ multiply, add }: StepOf<"scale">, channels: number): void {
  for (const { length } of [multiply, add]) {
    if (length === 1 || length === channels) continue;
    throw new RangeError(
      `Expected one number for all channels or one for each of the ${channels} but got ${length}: ` +
        `is the picture ${channels === 1 ? "grey and should be in colour" : "in colour and should be grey"}?`,
    );
  }
}
