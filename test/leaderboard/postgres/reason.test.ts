import { expect, test } from "vitest";
import { databaseProblem } from "../../../lib/leaderboard/postgres/reason.ts";

test.each([
  ["could not write to file: No space left on device", "database-disk-full"],
  ['FATAL:  data directory "/x" has wrong ownership', "database-folder-unwritable"],
  ["EACCES: permission denied, mkdir '/x'", "database-folder-unwritable"],
  ["The data directory was initialized by PostgreSQL version 17, which is not compatible with this version 18.4.", "database-version"],
  ["initdb: error while loading shared libraries: libicuuc.so.60", "database-programs"],
  ["PANIC:  could not locate a valid checkpoint record", "database-folder-broken"],
])("%s is %s", (printed, code) => {
  expect(databaseProblem("/x", printed)).toMatchObject({ code, message: expect.stringContaining("/x") });
});

test("repeats what PostgreSQL says where it is something new", () => {
  expect(databaseProblem("/x", "FATAL: the moon is full").message).toContain("the moon is full");
});
