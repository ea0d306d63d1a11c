import { Problem } from "../../base/problem.ts";

const known: readonly { readonly pattern: RegExp; readonly code: string; readonly message: string; readonly hint: string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/i,
    code: "database-disk-full",
    message: "the disk is full",
    hint: "Make room on that disk and start again. Nothing that was acknowledged is lost.",
  },
  {
    pattern: /wrong ownership|Permission denied|Read-only file system|Not a directory|File exists|EACCES|EROFS|ENOTDIR|EEXIST|EPERM/i,
    code: "database-folder-unwritable",
    message: "the folder can't be written",
    hint: "Give your user the right to write there, or name another folder in DESCENT_HOME.",
  },
  {
    pattern: /incompatible with server|not compatible with this version/i,
    code: "database-version",
    message: "the folder was made by another version of PostgreSQL",
    hint: "Move the folder away to start with an empty database, or set DATABASE_URL to a server of the version that made it.",
  },
  {
    pattern: /error while loading shared libraries|Library not loaded|invalid binary/i,
    code: "database-programs",
    message: "PostgreSQL's programs are not complete",
    hint: "Run npm run setup: it installs them again.",
  },
  {
    pattern:
      /not a database cluster directory|pg_control|could not locate a valid checkpoint|missing files|base\/1 |PANIC|not a valid data directory|could not open (configuration )?file|could not access the server configuration|cannot access the server configuration/i,
    code: "database-folder-broken",
    message: "the folder is damaged or is not a database",
    hint: "Move the folder away and start again: a new, empty database is made, and what the old one holds stays in the moved folder.",
  },
];

/** Why PostgreSQL would not work on a folder, in words, from what its programs printed. */
export function databaseProblem(folder: string, printed: string): Problem {
  const last = printed.trim().split("\n").slice(-12).join("\n");
  const reason = known.find(({ pattern }) => pattern.test(printed));
  if (reason) {
    return new Problem(reason.code, `The database in ${folder} can't be used: ${reason.message}.`, {
      hint: reason.hint,
      cause: new Error(last),
    });
  }
  return new Problem("database-start", `The database in ${folder} did not start. PostgreSQL says: ${last || "nothing"}`, {
    hint: "Look into postgres.log in that folder. Another server will do as well: set DATABASE_URL.",
  });
}
