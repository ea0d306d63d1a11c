/** Starts PostgreSQL in a folder, says its process number, and waits to be killed: `node owner.ts FOLDER PORT`. */
import { startPostgres } from "../../../lib/leaderboard/postgres/index.ts";

const [folder, port] = process.argv.slice(2);
const { pid } = await startPostgres({ folder: String(folder), port: Number(port) });
process.send?.(pid);
setInterval(() => {}, 1000);
