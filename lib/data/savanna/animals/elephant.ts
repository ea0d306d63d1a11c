import { brighten, css } from "../colour.ts";
import { ellipse, filled, type Joint, limb, type Point, turned } from "../shape.ts";
import { coatLike, leg, type Species } from "./animal.ts";

/** An African elephant: a heavy body on pillars, large ears, a trunk and tusks. */
export const elephant: Species = (random, pose) => {
  const coat = coatLike([132, 122, 114], random, 0.16);
  const neck: Point = [40, 74];
  const nod = pose.lowered * 16 - 4;
  const trunks: readonly (readonly Joint[])[] = [
    [
      [60, 70, 22],
      [69, 52, 15],
      [71, 32, 11],
      [69, 16, 8],
      [73, 8, 6.5],
    ],
    [
      [60, 70, 22],
      [70, 54, 15],
      [76, 38, 11],
      [86, 30, 8],
      [92, 36, 6.5],
    ],
    [
      [60, 70, 22],
      [68, 50, 15],
      [66, 32, 11],
      [58, 22, 8],
      [52, 26, 6.5],
    ],
  ];
  const trunk = turned<Joint>(random.pick(trunks), neck, nod);
  const ear = turned<Joint>(
    [
      [44, 88, 20],
      [35, 78, 32],
      [32, 64, 26],
      [37, 52, 10],
    ],
    neck,
    nod + random.uniform(-8, 8),
  );
  const tusk = turned<Joint>(
    [
      [62, 60, 5.5],
      [72, 51, 4.2],
      [82, 51, 2],
    ],
    neck,
    nod,
  );
  const eye = turned<Point>([[58, 78]], neck, nod)[0] ?? neck;
  const thickness = [25, 18, 17] as const;
  const calm = { ...pose, stride: pose.stride * 0.55 };
  return {
    height: 104,
    length: 150,
    coat,
    far: [leg([-30, 52], thickness, calm, Math.PI), leg([24, 52], thickness, calm, 0)],
    body: [
      limb([
        [-42, 64, 42],
        [-24, 70, 54],
        [6, 67, 54],
        [34, 70, 46],
      ]),
      limb(
        turned<Joint>(
          [
            [38, 78, 42],
            [50, 80, 38],
            [58, 74, 28],
          ],
          neck,
          nod,
        ),
      ),
      limb(trunk),
      leg([-43, 56], [28, 19, 18], calm, 0),
      leg([32, 54], [25, 19, 18], calm, Math.PI),
    ],
    behind: filled(
      limb([
        [-60, 72, 4],
        [-66, 52, 3],
        [-66, 38, 2],
        [-66, 32, 4],
      ]),
      css(brighten(coat, 0.6)),
    ),
    pattern: [0, 1, 2]
      .map(() =>
        filled(ellipse([random.uniform(-50, 30), random.uniform(45, 85)], random.uniform(8, 18), random.uniform(4, 9)), "#8a6a4a", 0.22),
      )
      .join(""),
    details: [
      filled(limb(ear), css(brighten(coat, 0.68))),
      filled(limb(ear.map(([x, y, thick]): Joint => [x + 1.5, y + 1, thick * 0.84])), css(brighten(coat, 0.9))),
      filled(limb(tusk), "rgb(236,226,202)"),
      filled(ellipse(eye, 1.8), "rgb(25,20,18)"),
    ].join(""),
  };
};
