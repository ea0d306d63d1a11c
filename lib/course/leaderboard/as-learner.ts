import { Problem } from "../../base/problem.ts";
import { type Identity, identityOn } from "./identity.ts";

/**
 * Does something on a server in the learner's name.
 *
 * A server that was set up anew does not know the old identity: then another is made, and the deed is done with that.
 */
export async function asLearner<T>(server: string, deed: (identity: Identity) => Promise<T>): Promise<T> {
  const identity = await identityOn(server);
  try {
    return await deed(identity);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "token-unknown") throw error;
    return deed(await identityOn(server, identity));
  }
}
