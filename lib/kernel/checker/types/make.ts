import { constants, setPriority } from "node:os";
import { join } from "node:path";
import { messageOf } from "../../../base/problem.ts";
import { loadCompiler } from "../compiler.ts";
import { buildSnapshot } from "../snapshot/build.ts";
import { rollUp } from "./roll-up.ts";
import { rooms } from "./rooms.ts";
import { signature, snapshotName, writeTypes } from "./store.ts";

/**
 * Rolls the types up of all that cells import, and makes the snapshot of a checker that knows them, for kernels that start from now on. Takes
 * seconds. Where no snapshot can be made, kernels load everything themselves.
 */
export async function makeTypes(): Promise<void> {
  const signed = signature();
  await writeTypes(rollUp(rooms(), loadCompiler()), {
    signed,
    complete: async (now, then) => {
      try {
        await buildSnapshot(join(now, snapshotName), { now, then });
      } catch (error) {
        process.stderr.write(`Kernels will start more slowly, for there is no snapshot of their checker: ${messageOf(error)}\n`);
      }
    },
  });
}

if (import.meta.main) {
  setPriority(constants.priority.PRIORITY_LOW);
  await makeTypes();
}
