import type { Image } from "./image/image.ts";
import { runSteps } from "./pixels/index.ts";
import type { Step } from "./transforms/transform.ts";

/** The picture scaled until its shorter side has `size` pixels (bilinear, antialiased), then cut to a square around its centre. */
export function coverSquare(image: Image, size: number): Image {
  const { height, width } = image;
  if (height === size && width === size) return image;
  const shorter = Math.min(height, width);
  const scaled = { height: Math.round((height * size) / shorter), width: Math.round((width * size) / shorter) };
  const steps: readonly Step[] = [
    { kind: "resize", ...scaled },
    { kind: "crop", top: Math.floor((scaled.height - size) / 2), left: Math.floor((scaled.width - size) / 2), height: size, width: size },
  ];
  return runSteps(image, steps);
}
