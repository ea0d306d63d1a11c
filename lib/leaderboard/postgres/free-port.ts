import { createServer } from "node:net";

/** The first of the wanted ports on which nothing listens at 127.0.0.1, else one that the system chooses. */
export async function freePort(wanted: readonly number[]): Promise<number> {
  for (const port of [...wanted, 0]) {
    const got = await tryPort(port);
    if (got !== undefined) return got;
  }
  throw new Error("The system has no free port at 127.0.0.1");
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
