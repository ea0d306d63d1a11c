import type { Sides } from "../transforms/arguments.ts";
import { flatten } from "../transforms/compose.ts";
import { type Padding, type PadOptions, pad } from "../transforms/pad.ts";
import { randomCrop } from "../transforms/random-crop.ts";
import type { StepTransform, Transform } from "../transforms/transform.ts";

/** Transforms in two parts: what can be done to each picture once, and how pixels are chosen and moved anew in each epoch. */
export interface ResidentParts {
  readonly still: readonly Transform[];
  /** They leave out, mirror and shift pixels, and never make new ones. */
  readonly moves: readonly StepTransform[];
}

/** Transforms that do the same to each pixel wherever it is, so that it makes no difference whether pixels are moved before or afterwards. */
const pointwise: ReadonlySet<string> = new Set(["normalize", "toTensor", "convertImageDtype"]);

/** The two parts of some transforms; the name of the first that belongs to neither. */
export function residentParts(transforms: readonly Transform[]): ResidentParts | { readonly neither: string } {
  const still: Transform[] = [];
  const moves: StepTransform[] = [];
  for (const transform of flatten(transforms)) {
    const { name, kind, random } = transform;
    const padded = moves.length === 0 ? paddedCrop(transform) : undefined;
    if (padded) {
      still.push(padded.pad);
      moves.push(padded.crop);
    } else if (kind === "steps" && ["randomHorizontalFlip", "randomVerticalFlip", "randomCrop"].includes(name)) moves.push(transform);
    else if (!random && (moves.length === 0 || (kind === "steps" && pointwise.has(name)))) still.push(transform);
    else return { neither: name };
  }
  return { still, moves };
}

/** A random crop out of a picture with padding as its two parts, which draw the same numbers. */
function paddedCrop({ name, kind, options }: Transform): { readonly pad: Transform; readonly crop: StepTransform } | undefined {
  if (name !== "randomCrop" || kind !== "pixels") return undefined;
  const [size, { padding = 0, padIfNeeded = false, ...how } = {}] = options as [Sides, (PadOptions & CropPadding)?];
  const crop = randomCrop(size);
  return padIfNeeded || crop.kind !== "steps" ? undefined : { pad: pad(padding, how), crop };
}

interface CropPadding {
  readonly padding?: Padding;
  readonly padIfNeeded?: boolean;
}
