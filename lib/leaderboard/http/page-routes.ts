import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const pageFolder = join(import.meta.dirname, "../page");

/** Plotly brings the styles of its map library into every page it is loaded in: this is their hash, as the browser computes it. */
const plotlyMapStyles = "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='";

/** What a page of ours may load: its own files and nothing else (Content Security Policy, level 3). */
const policy = [
  "default-src 'none'",
  ...["script-src", "connect-src", "font-src"].map((kind) => `${kind} 'self'`),
  `style-src 'self' ${plotlyMapStyles}`,
  "img-src 'self' data:",
  ...["base-uri", "form-action", "frame-ancestors"].map((kind) => `${kind} 'none'`),
].join("; ");

/** The live page: `/` shows the board that moved last, `/c/:id` a competition's. */
export function pageRoutes(app: FastifyInstance): void {
  app.addHook("onSend", async (_request, reply) => {
    reply.headers({ "content-security-policy": policy, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
  });
  app.register(fastifyStatic, { root: pageFolder, prefix: "/page/", index: false, cacheControl: false });
  for (const path of ["/", "/c/:id"]) app.get(path, (_request, reply) => reply.sendFile("index.html"));
  app.get("/favicon.ico", (_request, reply) => reply.sendFile("icon.svg"));

  const plotly = once(async () => {
    const file = createRequire(import.meta.url).resolve("plotly.js-dist/plotly.js");
    return promisify(gzip)(await readFile(file)); // 10 MB become 3: a class loads it at the same time
  });
  app.get("/page/plotly.js", async (_request, reply) =>
    reply
      .headers({ "content-type": "text/javascript; charset=utf-8", "content-encoding": "gzip", "cache-control": "max-age=3600" })
      .send(await plotly()),
  );
}

/** A value made at its first use and then kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
