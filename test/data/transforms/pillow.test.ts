import { describe, expect, test } from "vitest";
import { Image } from "../../../lib/data/image/image.ts";
import * as T from "../../../lib/data/transforms/index.ts";
import { affineMatrix, middle } from "../../../lib/data/transforms/random-affine.ts";
import { perspectiveMatrix } from "../../../lib/data/transforms/random-perspective.ts";
import { warpAffine, warpPerspective } from "../../../lib/data/transforms/warp.ts";
import { fixture } from "./fixtures.ts";

type Work = (image: Image) => Image;

const apply =
  (transform: T.SingleTransform): Work =>
  (image) =>
    transform.apply(image);
const turn = (degrees: number, options: Parameters<typeof T.randomRotation>[1] = {}): Work =>
  apply(T.randomRotation([degrees, degrees], options));
/** With the colour of what lies outside that the fixtures have. */
const filled =
  (make: (fill: readonly number[]) => Work): Work =>
  (image) =>
    make(image.channels === 3 ? [10, 200, 90] : [77])(image);

const affine = { angle: 20, translate: [3, -2], scale: 1.2, shear: [10, -5] } as const;
const still = { angle: 0, translate: [0, 0], scale: 1, shear: [0, 0] } as const;
const perspective = perspectiveMatrix(
  [
    [0, 0],
    [36, 0],
    [36, 28],
    [0, 28],
  ],
  [
    [3, 1],
    [33, 5],
    [30, 26],
    [1, 22],
  ],
);
if (!perspective) throw new Error("the corners of the fixtures lie on one line");

const works: Record<string, Work> = {
  "resize 58 74": apply(T.resize([58, 74])),
  "resize 11 13": apply(T.resize([11, 13])),
  "resize 12 80": apply(T.resize([12, 80])),
  "resize 1 1": apply(T.resize(1)),
  "resize shorter side 20": apply(T.resize(20)),
  middle: apply(T.centerCrop([12, 11])),
  pad: filled((fill) => apply(T.pad([2, 3, 4, 5], { fill }))),
  "pad edge": apply(T.pad([2, 3, 4, 5], { mode: "edge" })),
  "pad reflect": apply(T.pad([2, 3, 4, 5], { mode: "reflect" })),
  "pad reflect far": apply(T.pad([90, 70, 80, 60], { mode: "reflect" })),
  "pad symmetric": apply(T.pad([2, 3, 4, 5], { mode: "symmetric" })),
  "rotate 30": turn(30),
  "rotate 30 bilinear": filled((fill) => turn(30, { interpolation: "bilinear", fill })),
  "rotate -77 expand": turn(-77, { expand: true }),
  "rotate 45 bilinear expand": filled((fill) => turn(45, { interpolation: "bilinear", expand: true, fill })),
  "rotate 90": turn(90),
  "rotate 90 expand": turn(90, { expand: true }),
  "rotate 180 bilinear": turn(180, { interpolation: "bilinear" }),
  "rotate 270 bilinear expand": turn(270, { interpolation: "bilinear", expand: true }),
  "rotate 13 about a corner": turn(13, { interpolation: "bilinear", center: [0, 0] }),
  "rotate 0": turn(0),
  affine: (image) => warpAffine(image, affineMatrix(affine, middle(image)), { interpolation: "nearest" }),
  "affine bilinear": filled(
    (fill) => (image) => warpAffine(image, affineMatrix(affine, middle(image)), { interpolation: "bilinear", fill }),
  ),
  "affine scale": apply(T.randomAffine(0, { scale: [0.7, 0.7] })),
  "affine shear": (image) => warpAffine(image, affineMatrix({ ...still, shear: [15, 0] }, middle(image)), { interpolation: "bilinear" }),
  perspective: (image) => warpPerspective(image, perspective, { interpolation: "nearest" }),
  "perspective bilinear": filled((fill) => (image) => warpPerspective(image, perspective, { interpolation: "bilinear", fill })),
  "flip horizontal": apply(T.randomHorizontalFlip({ p: 1 })),
  "flip vertical": apply(T.randomVerticalFlip({ p: 1 })),
  grey: apply(T.grayscale()),
  invert: apply(T.invert()),
  equalize: apply(T.equalize()),
  autocontrast: apply(T.autocontrast()),
  "autocontrast of a dark picture": apply(
    T.compose([
      T.lambda((image) => new Image({ ...image, values: image.pixels.map((value) => Math.floor(value / 3) + 20) })),
      T.autocontrast(),
    ]),
  ),
  "equalize of a large picture": apply(T.compose([T.resize([58, 74]), T.equalize()])),
  ...ofEach("posterize", [1, 3, 8], T.posterize),
  ...ofEach("solarize", [0, 100, 256], T.solarize),
  ...ofEach("brightness", [0, 0.3, 1, 1.7, 5], T.brightness),
  ...ofEach("contrast", [0, 0.3, 1, 1.7, 5], T.contrast),
  ...ofEach("saturation", [0, 0.3, 1, 1.7, 5], T.saturation),
  ...ofEach("sharpness", [0, 0.3, 1, 1.7, 5], T.sharpness),
  ...ofEach("hue", [-0.5, -0.11, 0, 0.2, 0.5], T.hue),
  "blur 1 1.0": apply(T.gaussianBlur(1, { sigma: 1 })),
  "blur 3 0.4": apply(T.gaussianBlur(3, { sigma: 0.4 })),
  "blur 5 1.3": apply(T.gaussianBlur(5, { sigma: 1.3 })),
  "blur 9 4.0": apply(T.gaussianBlur(9, { sigma: 4 })),
};

function ofEach(name: string, values: readonly number[], make: (value: number) => T.SingleTransform): Record<string, Work> {
  return Object.fromEntries(values.map((value) => [`${name} ${value}`, apply(make(value))]));
}

describe.each(["colour", "grey"] as const)("in %s", (kind) => {
  const { source, expected } = fixture(kind);

  test("every case of the fixtures is tried", () => expect(Object.keys(works).sort()).toEqual([...expected.keys()].sort()));

  test.each(Object.entries(works))("%s gives the very bytes of Pillow", (name, work) => {
    const wanted = expected.get(name);
    const got = work(source);
    expect(got.shape).toEqual(wanted?.shape);
    expect(different(got, wanted as Image)).toEqual({ pixels: 0, most: 0 });
  });
});

test("colours of all kinds turn round the circle as Pillow's do", () => {
  const { source, expected } = fixture("hue sweep");
  expect(different(T.hue(0.37).apply(source), expected.get("hue 0.37") as Image)).toEqual({ pixels: 0, most: 0 });
});

/** How many values differ, and by how much at most. */
function different(got: Image, wanted: Image): { pixels: number; most: number } {
  const gaps = Array.from(got.values, (value, index) => Math.abs(value - (wanted.values[index] as number)));
  return { pixels: gaps.filter((gap) => gap > 0).length, most: Math.max(...gaps) };
}
