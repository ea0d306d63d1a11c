import { type FastifyPluginCallbackTypebox, Type } from "@fastify/type-provider-typebox";
import { Problem } from "../../base/problem.ts";
import { createIdentity } from "../database/identities.ts";
import type { Context } from "./context.ts";

const longestName = 60;
const body = Type.Optional(Type.Union([Type.Null(), Type.Object({ name: Type.Optional(Type.String({ maxLength: 1000 })) })]));

/** `POST /api/identities { name? }` → `{ id, name, token }`. */
export function identityRoutes({ database }: Context): FastifyPluginCallbackTypebox {
  return (app, _options, done) => {
    app.post("/api/identities", { schema: { body } }, async (request, reply) => {
      const name = request.body?.name;
      return reply.code(201).send(await createIdentity(database, name === undefined ? undefined : tidy(name)));
    });
    done();
  };
}

/** A name as a board can show it. @throws Problem `name-unusable` */
function tidy(name: string): string {
  // Control and format characters, such as those that turn the direction of writing, could disturb other rows.
  const tidied = name
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  if (tidied.length >= 1 && tidied.length <= longestName) return tidied;
  throw new Problem("name-unusable", `Expected a name of 1 to ${longestName} characters but got ${tidied.length}.`, {
    hint: "Leave the name out, and a friendly one is made up.",
  });
}
