import { brighten, type Colour, css, mix } from "../colour.ts";
import { ellipse, filled, limb, type Point, polygon, turned } from "../shape.ts";
import { coatLike, leg, type Species } from "./animal.ts";

/** A lion, with a mane, or a lioness: long and low, a round head, a tail with a tuft. */
export const lion: Species = (random, pose) => {
  const coat = coatLike([188, 146, 92], random);
  const male = random.uniform() < 0.6;
  const maneColour = mix(
    brighten(coat, 0.6),
    random.pick<Colour>([
      [60, 36, 22],
      [120, 70, 32],
    ]),
    0.6,
  );
  const chest: Point = [28, 44];
  const down = pose.lowered * 38;
  const at = (x: number, y: number): Point => turned<Point>([[x, y]], chest, down)[0] ?? [x, y];
  const head = at(47, 60);
  const muzzle = at(56.5, 56);
  const thickness = [13, 9, 8] as const;
  const ruff = male ? maneAround(at(40, 55), () => random.uniform(0.86, 1.12)) : "";
  const tail = random.uniform(-1, 1);
  const tuft: Point = [-68 + tail * 4, 30 + tail * 14];
  const body = [
    limb([
      [-40, 42, 21],
      [-22, 44, 24],
      [4, 43, 25],
      [26, 46, 27],
    ]),
    limb([
      [20, 45, 27],
      [34, 52, 21],
      [42, 57, 17],
    ]),
    leg([-36, 42], [19, 9.5, 8.5], pose, 0),
    leg([26, 40], [15, 9.5, 8.5], pose, Math.PI),
    ellipse(head, 11.5, 10.5),
    ellipse(muzzle, 6.5, 5.5),
  ];
  const nose = at(61.5, 58);
  const eye = at(53, 62.5);
  return {
    height: 78,
    length: 130,
    coat,
    far: [leg([-29, 40], thickness, pose, Math.PI), leg([19, 39], thickness, pose, 0)],
    body,
    behind:
      filled(
        limb([
          [-46, 46, 5],
          [-58, 36 + tail * 6, 3.4],
          [tuft[0], tuft[1], 3],
        ]),
        css(brighten(coat, 0.85)),
      ) + filled(ellipse(tuft, 4.5, 5.5), css(brighten(maneColour, 0.8))),
    details: [
      male
        ? filled(ruff, css(maneColour)) +
          filled(ellipse(head, 10.5, 10), css(coat)) +
          filled(ellipse(muzzle, 6.5, 5.5), css(brighten(coat, 1.12)))
        : "",
      filled(ellipse(at(41, 68), 4, 4.4), css(brighten(coat, 0.72))),
      filled(ellipse(at(50, 69.5), 3, 3.6), css(brighten(coat, 0.8))),
      filled(ellipse(at(57.5, 52.5), 4.5, 2.4), css(brighten(coat, 1.25)), 0.8),
      filled(ellipse(nose, 2.4, 1.9), "rgb(52,34,30)"),
      filled(ellipse(eye, 1.5), "rgb(30,22,14)"),
    ].join(""),
  };
};

/** A ring of tufts: larger below, towards the chest. */
function maneAround([x, y]: Point, vary: () => number): string {
  const points = Array.from({ length: 34 }, (_, index): Point => {
    const angle = (index / 34) * 2 * Math.PI;
    const radius = (index % 2 === 0 ? 21 : 18) * (1 + 0.14 * Math.cos(angle + Math.PI * 0.7)) * vary();
    return [x + radius * Math.cos(angle), y - 1 + radius * Math.sin(angle)];
  });
  return polygon(points);
}
