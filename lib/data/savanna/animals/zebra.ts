import { css } from "../colour.ts";
import { ellipse, filled, type Joint, limb, type Point, polygon, turned } from "../shape.ts";
import { coatLike, leg, type Species } from "./animal.ts";

const dark = "rgb(38,33,32)";

/** A plains zebra: the shape of a stout horse, with stripes across it. */
export const zebra: Species = (random, pose) => {
  const shoulder: Point = [28, 54];
  const down = pose.lowered * 105;
  const neck = turned<Joint>(
    [
      [22, 54, 23],
      [35, 69, 17],
      [45, 82, 13],
    ],
    shoulder,
    down,
  );
  const face = turned<Joint>(
    [
      [43, 84, 13],
      [52, 80, 12],
      [60, 72, 9],
      [63, 69, 8.5],
    ],
    shoulder,
    down,
  );
  const muzzle = turned<Joint>(
    [
      [60.5, 71.5, 9],
      [63.5, 68.5, 8],
    ],
    shoulder,
    down,
  );
  const mane = turned<Joint>(
    [
      [15, 64, 4],
      [26, 75, 8],
      [36, 88, 8],
      [44, 93, 4],
    ],
    shoulder,
    down,
  );
  const ear = turned<Point>(
    [
      [39, 89],
      [39, 100],
      [44, 91],
    ],
    shoulder,
    down,
  );
  const [eye] = turned<Point>([[50, 83]], shoulder, down);
  const thickness = [14, 7.5, 5] as const;
  const body = [
    limb([
      [-34, 53, 23],
      [-22, 53, 29],
      [-2, 50, 29],
      [18, 52, 28],
      [28, 54, 22],
    ]),
    leg([-31, 48], [17, 8, 5], pose, 0),
    leg([25, 46], thickness, pose, Math.PI * 0.9),
    limb(neck),
    limb(face),
  ];
  const far = [leg([-25, 46], thickness, pose, Math.PI), leg([20, 45], thickness, pose, 0)];
  const lean = random.uniform(-6, 6);
  const gap = random.uniform(6.5, 8);
  const stripes: string[] = [];
  for (let x = -44; x < 34; x += gap) {
    const width = gap * random.uniform(0.42, 0.56);
    const bow = (x + 4) * 0.22 + lean;
    stripes.push(
      limb([
        [x - bow, 68, width],
        [x + random.uniform(-1, 1), 54, width],
        [x + bow * 0.8, 34, width * 0.5],
      ]),
    );
  }
  for (let up = 8; up < 36; up += 6)
    stripes.push(
      limb([
        [-60, up + 3, 2.6],
        [-30, up, 2.6],
        [10, up + 2, 2.6],
        [60, up, 2.6],
      ]),
    );
  // Across the neck and the face, which turn with the head.
  for (let along = 0; along < 8; along++) {
    const [x, y] = [24 + along * 3.4, 56 + along * 4.4];
    stripes.push(
      limb(
        turned<Joint>(
          [
            [x - 11, y + 8, 3],
            [x, y, 3],
            [x + 11, y - 9, 2],
          ],
          shoulder,
          down,
        ),
      ),
    );
  }
  for (let along = 0; along < 4; along++) {
    const x = 47 + along * 4;
    stripes.push(
      limb(
        turned<Joint>(
          [
            [x + 5, 90 - along * 4, 1.6],
            [x - 4, 70 - along * 3, 1.6],
          ],
          shoulder,
          down,
        ),
      ),
    );
  }
  return {
    height: 100,
    length: 110,
    coat: coatLike([214, 205, 192], random),
    far,
    body,
    behind:
      filled(limb(mane), dark) +
      filled(
        limb([
          [-44, 58, 4],
          [-50, 44, 3],
          [-51, 30, 6],
        ]),
        dark,
      ),
    pattern: filled(stripes.join(""), dark),
    details: filled(limb(muzzle), dark) + filled(polygon(ear), css([190, 180, 168])) + (eye ? filled(ellipse(eye, 1.6), "#111") : ""),
  };
};
