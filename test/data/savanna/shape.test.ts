import fc from "fast-check";
import { expect, test } from "vitest";
import { type Joint, limb, type Point, turned } from "../../../lib/data/savanna/shape.ts";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });

test("a limb's outline lies around its joints, no farther away than its thickness allows, and is closed", () => {
  // Along a straight line the spline can't swing out.
  fc.assert(
    fc.property(fc.double({ min: 1, max: 50, noNaN: true }), fc.double({ min: 1, max: 20, noNaN: true }), (length, thickness) => {
      const joints: Joint[] = [
        [0, 10, thickness],
        [length / 2, 10, thickness],
        [length, 10, thickness],
      ];
      const path = limb(joints);
      expect(path).toMatch(/^M.*Z$/);
      for (const [x = 0, y = 0] of path
        .slice(1, -1)
        .split("L")
        .map((pair) => pair.split(" ").map(Number))) {
        expect(Math.abs(-y - 10)).toBeLessThanOrEqual(thickness / 2 + 0.06); // SVG counts downwards; numbers have one decimal
        expect(x).toBeGreaterThanOrEqual(-thickness / 2 - 0.06);
        expect(x).toBeLessThanOrEqual(length + thickness / 2 + 0.06);
      }
    }),
  );
});

test("turning keeps the distance to the centre, and turning back gives the same points", () => {
  fc.assert(
    fc.property(coordinate, coordinate, fc.double({ min: -360, max: 360, noNaN: true }), (x, y, degrees) => {
      const centre: Point = [3, 4];
      const [there = centre] = turned<Point>([[x, y]], centre, degrees);
      const [back = centre] = turned<Point>([there], centre, -degrees);
      expect(Math.hypot(there[0] - 3, there[1] - 4)).toBeCloseTo(Math.hypot(x - 3, y - 4), 6);
      expect(back[0]).toBeCloseTo(x, 6);
      expect(back[1]).toBeCloseTo(y, 6);
    }),
  );
});

test("turning by a quarter clockwise brings what is above to the right", () => {
  expect(turned<Point>([[0, 10]], [0, 0], 90)[0]?.map(Math.round)).toEqual([10, 0]);
});
