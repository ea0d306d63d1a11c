/** The live board: `/` follows the board that moved last, `/c/<id>` stays with one. */
import { drawChart } from "./chart.js";
import { follow } from "./feed.js";
import { fillTable } from "./table.js";
import { exactTime, scoreWithError } from "./words.js";

const at = (id) => document.getElementById(id);
const fixed = /^\/c\/([^/]+)/.exec(location.pathname)?.[1];
const state = { competitions: [], shown: undefined, rows: undefined, lostAt: undefined };

async function ask(path) {
  const response = await fetch(path, { cache: "no-store" });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${answer.message} ${answer.hint}`);
  return answer;
}

/** The competition that the address names, else the one that moved last, else the first. */
function chosen() {
  if (fixed !== undefined) return state.competitions.find(({ id }) => id === decodeURIComponent(fixed));
  return state.competitions.toSorted((a, b) => (b.lastSubmission ?? "").localeCompare(a.lastSubmission ?? ""))[0];
}

function showCompetition(competition) {
  state.shown = competition;
  document.title = `${competition.title} · Leaderboard`;
  at("title").textContent = competition.title;
  at("practice-label").hidden = competition.ranked;
  const size = `${competition.pictures.toLocaleString("en")} test pictures, ${competition.classes.length} classes`;
  at("about").textContent = competition.ranked
    ? `${size}. Nobody has seen these pictures: the server drew them for this board.`
    : `${size}. ${competition.practice}`;
  at("example").textContent = competition.ranked
    ? `const hidden = await leaderboard.pictures("${competition.id}");\nawait leaderboard.submit(await learner.predict(hidden));`
    : "await leaderboard.submit(await learner.predict(test));";
}

function boardLink({ id, title, ranked }, current) {
  const link = document.createElement("a");
  link.href = `/c/${encodeURIComponent(id)}`;
  link.textContent = ranked ? title : `${title} (practice)`;
  if (current) link.setAttribute("aria-current", "page");
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function showRows(rows) {
  const fresh = fillTable(at("rows"), rows, state.rows);
  state.rows = rows;
  at("empty").hidden = rows.length > 0;
  at("board").hidden = rows.length === 0;
  at("updated").textContent = `Last update ${exactTime(new Date())}`;
  if (fresh.length > 0) at("news").textContent = fresh.map((row) => `${row.name}: rank ${row.rank}, ${scoreWithError(row)}`).join(". ");
  if (rows.length > 0) drawChart(at("chart"), rows).catch(showProblem);
}

function showProblem(error) {
  at("problem").hidden = error === undefined;
  at("problem").textContent = error?.message ?? "";
}

/** Asks for everything that the page shows. */
async function refresh() {
  try {
    state.competitions = await ask("/api/competitions");
    const competition = chosen();
    at("boards").replaceChildren(...state.competitions.map((other) => boardLink(other, other === competition)));
    if (!competition) throw new Error(`There is no board of the name ${decodeURIComponent(fixed)}. Choose one above.`);
    if (competition.id !== state.shown?.id) state.rows = undefined;
    showCompetition(competition);
    showRows((await ask(`/api/competitions/${encodeURIComponent(competition.id)}/board`)).rows);
    showProblem(undefined);
  } catch (error) {
    showProblem(error);
  }
}

follow({
  onOpen() {
    state.lostAt = undefined;
    at("connection").className = "";
    at("connection").textContent = "Live";
    refresh(); // what was missed meanwhile
  },
  onBoard({ competition, rows }) {
    if (competition === state.shown?.id) showRows(rows);
    else if (fixed === undefined) refresh();
  },
  onLost() {
    state.lostAt ??= new Date();
    at("connection").className = "lost";
    at("connection").textContent = `Connection lost at ${exactTime(state.lostAt)}. Trying again …`;
  },
});

const redraw = () => state.rows?.length && drawChart(at("chart"), state.rows).catch(showProblem);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
addEventListener("resize", redraw);
