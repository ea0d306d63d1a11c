import type { Random } from "../../../base/index.ts";
import { brighten, type Colour, css } from "../colour.ts";
import { ellipse, filled, type Joint, limb, type Point, polygon, turned } from "../shape.ts";
import { coatLike, leg, type Species } from "./animal.ts";

/** A giraffe: long legs, a sloping back, a long neck, and brown patches between pale lines. */
export const giraffe: Species = (random, pose) => {
  const coat = coatLike([216, 190, 146], random);
  const patch: Colour = random.pick<Colour>([
    [146, 92, 48],
    [120, 74, 42],
    [160, 108, 60],
  ]);
  const shoulder: Point = [22, 100];
  const down = pose.lowered * 70 + random.uniform(-6, 8);
  const along = <T extends Point | Joint>(joints: readonly T[]): T[] => turned(joints, shoulder, down);
  const neck = along<Joint>([
    [14, 98, 30],
    [27, 116, 21],
    [37, 140, 14],
    [44, 162, 11],
  ]);
  const head = turned<Joint>(
    along<Joint>([
      [43, 164, 12],
      [53, 160, 11],
      [61, 154, 8],
      [65, 151, 7],
    ]),
    along<Point>([[44, 162]])[0] ?? shoulder,
    -down * 0.6,
  );
  const crown = head[0] ?? [44, 164, 12];
  const cheek = head[1] ?? crown;
  const nose = head.at(-1) ?? cheek;
  const tilt = (Math.atan2(cheek[1] - crown[1], cheek[0] - crown[0]) * -180) / Math.PI;
  const onHead = (dx: number, dy: number): Point =>
    turned<Point>([[crown[0] + dx, crown[1] + dy]], [crown[0], crown[1]], tilt)[0] ?? shoulder;
  const thickness = [14, 7.5, 5.5] as const;
  const horn = (dx: number): string =>
    filled(
      limb([
        [...onHead(dx, 4), 2.6],
        [...onHead(dx - 1, 12), 2.6],
      ]),
      "rgb(90,60,40)",
    ) + filled(ellipse(onHead(dx - 1, 13), 2.2), "rgb(50,34,26)");
  const legs = [leg([-26, 86], [18, 8, 6], pose, 0), leg([18, 88], [16, 8, 6], pose, Math.PI * 0.85)];
  const bodyShape = limb([
    [-26, 86, 30],
    [-10, 91, 35],
    [10, 96, 38],
    [20, 100, 32],
  ]);
  return {
    height: 178,
    length: 110,
    coat,
    far: [leg([-20, 84], thickness, pose, Math.PI), leg([13, 86], thickness, pose, 0)],
    body: [bodyShape, ...legs, limb(neck), limb(head)],
    behind:
      filled(
        limb([
          [-38, 92, 4],
          [-44, 76, 2.6],
          [-45, 62, 2.4],
        ]),
        css(brighten(coat, 0.75)),
      ) +
      filled(
        limb([
          [-45, 62, 4],
          [-45, 52, 5],
        ]),
        "rgb(40,28,24)",
      ) +
      filled(
        limb(
          along<Joint>([
            [8, 112, 3],
            [18, 128, 4],
            [29, 150, 4],
            [37, 166, 3],
          ]),
        ),
        "rgb(112,70,42)",
      ),
    pattern: patches(random, css(patch), along),
    details: [
      horn(-1),
      horn(4),
      filled(
        limb([
          [...onHead(-3, 4), 3.4],
          [...onHead(-10, 7), 4],
          [...onHead(-13, 7), 1],
        ]),
        css(brighten(coat, 0.85)),
      ),
      filled(ellipse([nose[0], nose[1]], 3.4, 3), css(brighten(patch, 0.75))),
      filled(ellipse(onHead(8, 2.5), 1.8), "#1a1210"),
    ].join(""),
  };
};

/** Uneven patches in rows, over the body and along the neck; towards the feet they fade out. */
function patches(random: Random, fill: string, along: (points: readonly Point[]) => Point[]): string {
  const paths: string[] = [];
  const add = (x: number, y: number, size: number, place: (points: readonly Point[]) => Point[]): void => {
    const corners = 5 + random.integer(2);
    const start = random.uniform(0, 6);
    const points = Array.from({ length: corners }, (_, corner): Point => {
      const angle = start + (corner / corners) * 2 * Math.PI;
      const radius = size * random.uniform(0.8, 1.12);
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    });
    paths.push(polygon(place(points)));
  };
  const still = (points: readonly Point[]): Point[] => [...points];
  for (let y = 40, row = 0; y < 122; y += 9.5, row++) {
    const size = y < 66 ? 3.4 : 5;
    for (let x = -48; x < 40; x += 10) add(x + (row % 2) * 5 + random.uniform(-1, 1), y + random.uniform(-1, 1), size, still);
  }
  for (let y = 116, row = 0; y < 166; y += 8, row++) {
    const middle = 26 + (y - 114) * 0.38;
    for (let x = -9; x <= 9; x += 8) add(middle + x + (row % 2) * 4, y, 3.9, along);
  }
  return filled(paths.join(""), fill);
}
