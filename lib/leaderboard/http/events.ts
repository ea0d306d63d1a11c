import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Competition } from "../competitions/competition.ts";
import { type BoardRow, readBoard } from "../database/board.ts";
import type { Database } from "../database/connect.ts";

/** What watchers of the boards are told. */
export interface BoardEvent {
  readonly competition: string;
  readonly rows: readonly BoardRow[];
}

/** Those who watch the boards. */
export interface Events {
  /** Sends a competition's board to all watchers; of changes in quick succession only the last state is sent. */
  changed(competition: Competition): void;
}

const heartbeat = 15_000; // ms; shorter than the minute after which proxies cut a silent connection
const pause = 100; // ms between two sendings of one board

/**
 * `GET /api/events`: server-sent events (HTML standard, section 9.2), one `board` event with the new rows at each change, and a
 * `beat` at intervals, so that a page can tell silence from a lost connection.
 */
export function eventRoutes(app: FastifyInstance, database: Database): Events {
  const watchers = new Set<ServerResponse>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const send = (text: string): void => {
    for (const watcher of watchers) watcher.write(text);
  };

  app.get("/api/events", (_request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
    stream.write("retry: 2000\n\nevent: beat\ndata: {}\n\n"); // the first beat says that the line stands
    watchers.add(stream);
    stream.once("close", () => watchers.delete(stream));
  });

  const beat = setInterval(() => send("event: beat\ndata: {}\n\n"), heartbeat);
  app.addHook("preClose", async () => {
    clearInterval(beat);
    for (const timer of waiting.values()) clearTimeout(timer);
    for (const watcher of watchers) watcher.end();
  });

  return {
    changed({ id }) {
      if (waiting.has(id)) return;
      const later = async (): Promise<void> => {
        waiting.delete(id);
        try {
          const event: BoardEvent = { competition: id, rows: await readBoard(database, id) };
          send(`event: board\ndata: ${JSON.stringify(event)}\n\n`);
        } catch (error) {
          app.log.error(error, "the board could not be read for its watchers");
        }
      };
      waiting.set(id, setTimeout(later, pause));
    },
  };
}
