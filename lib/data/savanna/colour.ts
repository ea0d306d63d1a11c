/** Red, green and blue, 0 … 255. */
export type Colour = readonly [number, number, number];

/** The colour that lies `share` (0 … 1) of the way from one to another. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const at = (channel: 0 | 1 | 2): number => from[channel] + (to[channel] - from[channel]) * share;
  return [at(0), at(1), at(2)];
}

/** The colour made darker (below 1) or lighter (above 1). */
export function brighten([red, green, blue]: Colour, factor: number): Colour {
  return [red * factor, green * factor, blue * factor];
}

/** As SVG writes it. */
export function css(colour: Colour): string {
  return `rgb(${colour.map((value) => Math.round(Math.min(255, Math.max(0, value)))).join(",")})`;
}
