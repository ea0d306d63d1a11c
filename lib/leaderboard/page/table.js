import { scoreText, timeText } from "./words.js";

/** @typedef {{ rank: number, name: string, score: number, standardError: number, submissions: number, submittedAt: string, note: string | null }} Row */

/** What a row is known by: it is fresh when its best submission is new. @param {Row} row */
const stamp = ({ name, submittedAt }) => `${name}\n${submittedAt}`;

/**
 * Fills the table. Names and notes go in as text, never as HTML.
 *
 * @param {HTMLTableSectionElement} body
 * @param {Row[]} rows
 * @param {Row[] | undefined} before the rows shown until now; those that are new since then light up
 * @returns {Row[]} the rows that are new
 */
export function fillTable(body, rows, before) {
  const known = before && new Set(before.map(stamp));
  const fresh = known ? rows.filter((row) => !known.has(stamp(row))) : [];
  body.replaceChildren(...rows.map((row) => tableRow(row, fresh.includes(row))));
  return fresh;
}

/** @param {Row} row @param {boolean} fresh */
function tableRow(row, fresh) {
  const score = element("strong", scoreText(row.score));
  const name = element("td", row.name);
  if (row.note) name.append(element("small", row.note));
  const accuracy = element("td", "");
  accuracy.append(score, ` ± ${row.standardError.toFixed(3)}`);
  const line = document.createElement("tr");
  line.className = fresh ? "fresh" : "";
  line.append(element("td", row.rank), name, accuracy, element("td", row.submissions), element("td", timeText(new Date(row.submittedAt))));
  return line;
}

/** @param {string} tag @param {string | number} text */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = String(text);
  return made;
}
