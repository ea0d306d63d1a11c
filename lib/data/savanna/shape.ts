/** A place in a drawing: to the right, and up from the ground. */
export type Point = readonly [right: number, up: number];
/** A place on the middle line of a limb, and how thick the limb is there. */
export type Joint = readonly [right: number, up: number, thickness: number];

/** Points drawn between two joints, and around a round end. */
const between = 5;

/**
 * The outline of a limb, trunk, neck or body, as an SVG path: a smooth middle line through the joints (a Catmull–Rom spline) with the
 * thickness that goes over from one joint to the next, and round ends.
 */
export function limb(joints: readonly Joint[]): string {
  const line = spline(joints);
  const left: Point[] = [];
  const right: Point[] = [];
  line.forEach(([x, y, thickness], index) => {
    const [fromX, fromY] = line[Math.max(0, index - 1)] ?? [x, y];
    const [toX, toY] = line[Math.min(line.length - 1, index + 1)] ?? [x, y];
    const length = Math.hypot(toX - fromX, toY - fromY) || 1;
    const acrossX = (-(toY - fromY) / length) * (thickness / 2);
    const acrossY = ((toX - fromX) / length) * (thickness / 2);
    left.push([x + acrossX, y + acrossY]);
    right.push([x - acrossX, y - acrossY]);
  });
  const end = line.at(-1);
  const start = line[0];
  return polygon([...left, ...halfCircle(left.at(-1), end), ...right.reverse(), ...halfCircle(right.at(-1), start)]);
}

/** A closed SVG path through the points. */
export function polygon(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)} ${(-y).toFixed(1)}`).join("L")}Z`;
}

/** A circle or an ellipse as a closed SVG path. */
export function ellipse([x, y]: Point, radiusX: number, radiusY = radiusX): string {
  return polygon(
    Array.from({ length: 20 }, (_, step) => (step / 10) * Math.PI).map((angle) => [
      x + radiusX * Math.cos(angle),
      y + radiusY * Math.sin(angle),
    ]),
  );
}

/** The joints turned around a point, clockwise for an angle in degrees above 0. */
export function turned<T extends Point | Joint>(joints: readonly T[], [aroundX, aroundY]: Point, degrees: number): T[] {
  const angle = (-degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  return joints.map(([x, y, ...rest]) => {
    const [dx, dy] = [x - aroundX, y - aroundY];
    return [aroundX + dx * cosine - dy * sine, aroundY + dx * sine + dy * cosine, ...rest] as unknown as T;
  });
}

/** One filled SVG path. */
export function filled(path: string, fill: string, opacity = 1): string {
  return `<path d="${path}" fill="${fill}"${opacity < 1 ? ` fill-opacity="${opacity.toFixed(2)}"` : ""}/>`;
}

function spline(joints: readonly Joint[]): Joint[] {
  const line: Joint[] = [];
  for (let index = 0; index + 1 < joints.length; index++) {
    const [before, from, to, after] = [index - 1, index, index + 1, index + 2].map(
      (at) => joints[Math.min(joints.length - 1, Math.max(0, at))],
    );
    if (!before || !from || !to || !after) continue;
    for (let step = 0; step < between; step++) {
      const t = step / between;
      const at = (axis: 0 | 1): number =>
        0.5 *
        (2 * from[axis] +
          (to[axis] - before[axis]) * t +
          (2 * before[axis] - 5 * from[axis] + 4 * to[axis] - after[axis]) * t ** 2 +
          (3 * from[axis] - before[axis] - 3 * to[axis] + after[axis]) * t ** 3);
      line.push([at(0), at(1), from[2] + (to[2] - from[2]) * t]);
    }
  }
  const last = joints.at(-1);
  return last ? [...line, last] : line;
}

/** Points of the half circle that begins at `from` and runs clockwise around the middle. */
function halfCircle(from: Point | undefined, middle: Joint | undefined): Point[] {
  if (!from || !middle) return [];
  const [x, y] = middle;
  const radius = Math.hypot(from[0] - x, from[1] - y);
  const start = Math.atan2(from[1] - y, from[0] - x);
  return Array.from({ length: between }, (_, step) => {
    const angle = start - (Math.PI * (step + 1)) / (between + 1);
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
}
