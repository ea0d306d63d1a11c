import type { Size, Step } from "../transforms/transform.ts";

/** A part of a row (or column) of pixels, perhaps read from its end. */
interface Part {
  readonly start: number;
  readonly length: number;
  readonly mirrored: boolean;
}

/** What is done along one axis: a part is taken, and perhaps resized to `to` pixels, of which a part is taken. */
export interface Axis extends Part {
  readonly resized?: Part & { readonly to: number };
}

/** What the kernels do in one go: resize, crop and flip, then scale. */
export interface Pass {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly scales: readonly Extract<Step, { kind: "scale" }>[];
}

export interface Joined {
  readonly passes: readonly Pass[];
  /** What is left to do to floats: steps from a resize on that follows a scale. */
  readonly rest: readonly Step[];
}

/**
 * Joins steps that follow each other. Crops move before flips, into resizes and before scales, so that no pixel is worked on in vain;
 * flips come with the pixels' next move; a second resize begins a second pass.
 */
export function joinSteps(steps: readonly Step[], size: Size): Joined {
  const passes: Pass[] = [];
  let pass = untouched(size);
  for (const [place, step] of steps.entries()) {
    switch (step.kind) {
      case "crop":
        pass = { ...pass, rows: cropped(pass.rows, step.top, step.height), columns: cropped(pass.columns, step.left, step.width) };
        break;
      case "flip":
        pass = step.direction === "vertical" ? { ...pass, rows: mirrored(pass.rows) } : { ...pass, columns: mirrored(pass.columns) };
        break;
      case "scale":
        pass = { ...pass, scales: [...pass.scales, step] };
        break;
      case "resize": {
        const { height, width } = sizeOf(pass);
        if (height === step.height && width === step.width) break; // each pixel becomes itself
        if (pass.scales.length > 0) return { passes: [...passes, pass], rest: steps.slice(place) };
        if (pass.rows.resized || pass.columns.resized) {
          passes.push(pass);
          pass = untouched({ height, width });
        }
        pass = { ...pass, rows: resized(pass.rows, step.height), columns: resized(pass.columns, step.width) };
      }
    }
  }
  return { passes: [...passes, pass], rest: [] };
}

/** The size of what a pass makes. */
export function sizeOf({ rows, columns }: Pick<Pass, "rows" | "columns">): Size {
  return { height: (rows.resized ?? rows).length, width: (columns.resized ?? columns).length };
}

const whole = (length: number): Part => ({ start: 0, length, mirrored: false });

const untouched = ({ height, width }: Size): Pass => ({ rows: whole(height), columns: whole(width), scales: [] });

const resized = (axis: Axis, to: number): Axis => ({ ...axis, resized: { ...whole(to), to } });

/** Does something to the last part that is taken. */
function last(axis: Axis, change: (part: Part) => Part): Axis {
  if (!axis.resized) return change(axis);
  return { ...axis, resized: { ...change(axis.resized), to: axis.resized.to } };
}

const mirrored = (axis: Axis): Axis => last(axis, (part) => ({ ...part, mirrored: !part.mirrored }));

const cropped = (axis: Axis, start: number, length: number): Axis =>
  last(axis, (part) => ({ ...part, start: part.start + (part.mirrored ? part.length - start - length : start), length }));
