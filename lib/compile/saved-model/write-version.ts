import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../base/index.ts";

/**
 * Writes a version of a model under the next number, whole or not at all.
 *
 * @param check of the folder with the file, before it gets its name; where it throws, nothing is left
 * @returns the folder of the version
 */
export async function writeVersion(folder: string, bytes: Uint8Array, check: (written: string) => void): Promise<string> {
  const temporary = join(folder, `${randomUUID()}.part`); // no number: TensorFlow Serving passes it over
  try {
    await orCannotWrite(folder, async () => {
      await mkdir(temporary, { recursive: true });
      await writeFile(join(temporary, "saved_model.pb"), bytes);
    });
    check(temporary);
    return await orCannotWrite(folder, () => toNextNumber(folder, temporary));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined); // what went wrong before says more
    throw error;
  }
}

async function orCannotWrite<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    throw new Error(
      `The model could not be written to ${folder}: ${messageOf(cause)}.\n  Give a folder in which you may write, with space for the weights.`,
      { cause },
    );
  }
}

async function toNextNumber(folder: string, temporary: string): Promise<string> {
  const versions = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number);
  const version = join(folder, String(Math.max(0, ...versions) + 1));
  try {
    await rename(temporary, version);
    return version;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process has just taken that number.
    if (code === "ENOTEMPTY" || code === "EEXIST") return toNextNumber(folder, temporary);
    throw error;
  }
}
