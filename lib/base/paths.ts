import { join, resolve } from "node:path";

/** The folder that holds package.json, notebooks and lib. */
export const projectRoot: string = resolve(import.meta.dirname, "../..");

/** The folder of all state (database, caches, logs, identity): `DESCENT_HOME`, else `.descent` in the project. */
export function descentHome(): string {
  return resolve(process.env["DESCENT_HOME"] || join(projectRoot, ".descent"));
}

/** A path inside `descentHome()`. */
export function inHome(...parts: string[]): string {
  return join(descentHome(), ...parts);
}

/** How much work a run may do: `quick` for tests (less data, figures not asserted), `full` as learners run it. */
export function budget(): "quick" | "full" {
  return process.env["DESCENT_BUDGET"] === "quick" ? "quick" : "full";
}
