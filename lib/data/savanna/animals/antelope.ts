import type { Random } from "../../../base/index.ts";
import { brighten, type Colour, css } from "../colour.ts";
import { ellipse, filled, type Joint, limb, type Point, polygon, turned } from "../shape.ts";
import { type Animal, coatLike, leg, type Pose, type Species } from "./animal.ts";

/** What makes one kind of antelope look unlike another. */
interface Kind {
  readonly coat: Colour;
  readonly belly: Colour;
  /** The dark band on the flank. */
  readonly flank?: Colour;
  /** The horn's middle line, from a head at (44, 78) upwards. */
  readonly horn: readonly Joint[];
  /** How heavy the shoulders are: 1 for a slender one. */
  readonly shoulders: number;
  /** Long dark hair on neck and throat. */
  readonly mane: boolean;
}

const dark = "rgb(44,36,32)";

function antelope({ coat, belly, flank, horn, shoulders, mane }: Kind, random: Random, pose: Pose): Animal {
  const own = coatLike(coat, random, 0.1);
  const withers: Point = [24, 56];
  const down = pose.lowered * 100;
  const along = <T extends Point | Joint>(points: readonly T[]): T[] => turned(points, withers, down);
  const hasHorns = random.uniform() < 0.75;
  const head = along<Joint>([
    [41, 78, 9.5],
    [49, 75, 9],
    [57, 69, 6],
    [60, 66.5, 5],
  ]);
  const [nose = [60, 66, 5] as Joint] = head.slice(-1);
  const ear = along<Point>([
    [39, 81],
    [30, 86],
    [37, 77],
  ]);
  const [eye = withers] = along<Point>([[47, 77.5]]);
  const hair = (joints: readonly Joint[]): string => (mane ? filled(limb(along(joints)), dark) : "");
  return {
    height: 98,
    length: 104,
    coat: own,
    far: [leg([-22, 46], [11, 5.5, 3.8], pose, Math.PI), leg([17, 45], [9, 5, 3.8], pose, 0)],
    body: [
      limb([
        [-34, 53, 18],
        [-24, 53, 23],
        [-4, 50, 23],
        [15, 52, 24 * shoulders],
        [25, 54, 20 * shoulders],
      ]),
      leg([-29, 48], [14, 6, 4], pose, 0),
      leg([22, 45], [11 * shoulders, 5.5, 4], pose, Math.PI * 0.9),
      limb(
        along<Joint>([
          [20, 54, 18 * shoulders],
          [31, 64, 12 * shoulders],
          [41, 77, 9],
        ]),
      ),
      limb(head),
    ],
    pattern: [
      filled(ellipse([-4, 40], 21, 3.6), css(belly)),
      filled(ellipse([-43, 55], 5, 9), css(belly)),
      flank
        ? filled(
            limb([
              [-26, 45, 4],
              [-4, 43, 5],
              [16, 46, 4],
            ]),
            css(flank),
          )
        : "",
    ].join(""),
    behind:
      filled(
        limb([
          [-42, 58, 3],
          [-47, 48, 2.4],
          [-47, 38, 3.4],
        ]),
        dark,
      ) +
      hair([
        [14, 64, 4],
        [26, 71, 6],
        [38, 82, 4],
      ]) +
      hair([
        [33, 56, 4],
        [44, 62, 6],
        [52, 66, 3],
      ]),
    details: [
      hasHorns ? filled(limb(along(horn)), dark) : "",
      filled(polygon(ear), css(brighten(own, 0.8))),
      filled(ellipse([nose[0], nose[1]], 2.6), dark),
      filled(ellipse(eye, 1.5), "#15100e"),
    ].join(""),
  };
}

/** A Thomson's gazelle: small, with a black band between a tan back and a white belly. */
export const gazelle: Species = (random, pose) =>
  antelope(
    {
      coat: [190, 140, 84],
      belly: [232, 224, 206],
      flank: [48, 38, 32],
      horn: [
        [43, 82, 4],
        [41, 92, 3.4],
        [37, 103, 2.4],
      ],
      shoulders: 1,
      mane: false,
    },
    random,
    pose,
  );

/** An impala: reddish, with horns in the shape of a lyre. */
export const impala: Species = (random, pose) =>
  antelope(
    {
      coat: [172, 108, 62],
      belly: [226, 206, 178],
      horn: [
        [43, 82, 4],
        [35, 92, 3.4],
        [36, 104, 3],
        [31, 114, 2],
      ],
      shoulders: 1.05,
      mane: false,
    },
    random,
    pose,
  );

/** A blue wildebeest: grey, heavy in front, with a mane, a beard and horns that curve outwards. */
export const wildebeest: Species = (random, pose) =>
  antelope(
    {
      coat: [112, 104, 100],
      belly: [88, 80, 76],
      horn: [
        [40, 83, 5],
        [49, 84, 4],
        [54, 90, 3],
        [51, 95, 2],
      ],
      shoulders: 1.28,
      mane: true,
    },
    random,
    pose,
  );
