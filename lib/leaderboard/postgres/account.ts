import { stat } from "node:fs/promises";
import { Problem } from "../../base/problem.ts";
import { type Finished, run } from "./run.ts";

/** The user as whom PostgreSQL's programs run. */
export interface Account {
  /** Owner of the data folder where that is another user than this process. */
  readonly owner?: { readonly user: number; readonly group: number };
  /** Runs a program as that user. */
  run(program: string, parameters: readonly string[], folder: string): Promise<Finished>;
}

/**
 * The user as whom to run PostgreSQL on a data folder: this process's own, but for root, whom PostgreSQL refuses, another.
 *
 * That other user could not even reach the programs where the project lies in a folder that only root may enter (mode 0700, as
 * `mktemp -d` makes it), and changing the modes of a user's folders is not ours to do. So util-linux's `setpriv` starts the
 * program as an ordinary user who keeps one right of root, to pass file permissions (CAP_DAC_OVERRIDE, as an ambient capability).
 * `no_setuid_fixup` makes access(2), with which PostgreSQL tests its own programs, heed that right too (capabilities(7)).
 *
 * @param dataFolder where it exists already, its owner is the user, for PostgreSQL insists on that
 * @throws Problem `database-as-root` where root has no such way out
 */
export async function accountFor(dataFolder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { run: (program, parameters, folder) => run(program, parameters, { folder }) };
  const asRoot = (cause?: unknown): Problem =>
    new Problem("database-as-root", "PostgreSQL does not run as root, and no other user could be taken on for it.", {
      hint: "Start as an ordinary user, or install util-linux (its program setpriv), or set DATABASE_URL to a PostgreSQL server.",
      cause,
    });
  const owner = (await ownerOf(dataFolder)) ?? (await systemUser("postgres")) ?? (await systemUser("nobody"));
  if (!owner) throw asRoot();
  const become = [
    ...["--reuid", String(owner.user), "--regid", String(owner.group), "--clear-groups"],
    ...["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"],
  ];
  return {
    owner,
    async run(program, parameters, folder) {
      const finished = await run("setpriv", [...become, program, ...parameters], { folder }).catch((cause: unknown) => {
        throw asRoot(cause);
      });
      if (finished.status !== 0 && /^setpriv: /m.test(finished.output)) throw asRoot(new Error(finished.output.trim()));
      return finished;
    },
  };
}

async function ownerOf(folder: string): Promise<Account["owner"]> {
  const found = await stat(folder).catch(() => undefined);
  return found && found.uid !== 0 ? { user: found.uid, group: found.gid } : undefined;
}

async function systemUser(name: string): Promise<Account["owner"]> {
  const [user, group] = await Promise.all(["-u", "-g"].map((what) => run("id", [what, name], { folder: "/" })));
  return user?.status === 0 && group?.status === 0 ? { user: Number(user.output), group: Number(group.output) } : undefined;
}
