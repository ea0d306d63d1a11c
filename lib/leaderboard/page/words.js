/** Numbers and times as the page writes them. */

/** `0.871` @param {number} score */
export const scoreText = (score) => score.toFixed(3);

/** `0.871 ± 0.018` @param {{ score: number, standardError: number }} row */
export const scoreWithError = ({ score, standardError }) => `${scoreText(score)} ± ${standardError.toFixed(3)}`;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const exact = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** `14:03`, and with its day where that is not today. @param {Date} time @param {Date} now */
export const timeText = (time, now = new Date()) => (time.toDateString() === now.toDateString() ? clock : day).format(time);

/** `14:03:27` @param {Date} time */
export const exactTime = (time) => exact.format(time);

/** A text cut to a length, with an ellipsis. @param {string} text @param {number} longest */
export function shorten(text, longest) {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}
