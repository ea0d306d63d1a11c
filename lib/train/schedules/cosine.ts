/** From `start` to `end` along half a cosine, slowly at both ends. @param part of the way, from 0 to 1 */
export function cosineBetween(start: number, end: number, part: number): number {
  return end + ((start - end) * (1 + Math.cos(Math.PI * part))) / 2;
}
