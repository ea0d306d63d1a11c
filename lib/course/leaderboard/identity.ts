import { rename } from "node:fs/promises";
import { readJson, writeAtomically } from "../../base/files.ts";
import { inHome } from "../../base/paths.ts";
import { underLock } from "../lock.ts";
import { ask } from "./server.ts";

/** Who the learner is on one leaderboard. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  /** Secret that proves it. */
  readonly token: string;
}

type Identities = Readonly<Record<string, Identity>>;

/**
 * The learner's identity on a server, made at the first use and kept in `identity.json`, which only the user may read.
 *
 * Two notebooks that ask at once get the same one.
 *
 * @param refused an identity that the server no longer knows, to be replaced
 */
export function identityOn(server: string, refused?: Identity): Promise<Identity> {
  const path = inHome("identity.json");
  return underLock(`${path}.lock`, async () => {
    const all = await readIdentities(path);
    const known = all[server];
    if (known && known.token !== refused?.token) return known;
    const made = await ask<Identity>(server, "api/identities", { body: refused ? { name: refused.name } : {} });
    await writeAtomically(path, `${JSON.stringify({ ...all, [server]: made }, null, 2)}\n`, { mode: 0o600 });
    return made;
  });
}

/** The file's content; a damaged file is put aside. */
async function readIdentities(path: string): Promise<Identities> {
  try {
    const content = await readJson(path);
    return typeof content === "object" && content !== null ? (content as Identities) : {};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await rename(path, `${path}.damaged`);
    return {};
  }
}
