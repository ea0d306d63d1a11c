import { createHash, randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { Problem } from "../../base/problem.ts";
import type { Database } from "./connect.ts";
import { friendlyName } from "./friendly-name.ts";
import { identities } from "./schema.ts";

export interface Identity {
  readonly id: string;
  readonly name: string;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * Makes a new identity with a secret token, which only the answer holds: the database keeps its hash.
 *
 * @param wantedName name for the board; without one a friendly name is made up
 * @throws Problem `name-taken`
 */
export async function createIdentity(database: Database, wantedName?: string): Promise<Identity & { token: string }> {
  const token = randomBytes(32).toString("base64url");
  for (let attempt = 0; ; attempt++) {
    const name = wantedName ?? friendlyName(attempt);
    const identity = { id: randomUUID(), name };
    const made = await database
      .insert(identities)
      .values({ ...identity, tokenHash: hashOf(token) })
      .onConflictDoNothing({ target: identities.name })
      .returning({ id: identities.id });
    if (made.length > 0) return { ...identity, token };
    if (wantedName !== undefined) {
      throw new Problem("name-taken", `The name ${JSON.stringify(wantedName)} is taken.`, {
        hint: "Choose another, or none to get a made-up one.",
      });
    }
  }
}

/**
 * Whose token an `Authorization: Bearer …` header carries.
 *
 * @throws Problem `token-missing` or `token-unknown`
 */
export async function identityOf(database: Database, authorization: string | undefined): Promise<Identity> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!token) {
    throw new Problem("token-missing", "This needs an identity: a header Authorization: Bearer <token>.", {
      hint: "POST /api/identities gives a token. In a notebook leaderboard.submit does all that by itself.",
    });
  }
  const [identity] = await database
    .select({ id: identities.id, name: identities.name })
    .from(identities)
    .where(eq(identities.tokenHash, hashOf(token)));
  if (identity) return identity;
  throw new Problem("token-unknown", "This leaderboard does not know the token.", {
    hint: "Was the leaderboard's database made anew? Remove identity.json from .descent, and a new identity is made.",
  });
}
