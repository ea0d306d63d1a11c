import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { messageOf } from "../../base/index.ts";
import { BrokenPicture } from "../image/broken-picture.ts";
import { decodeImage } from "../image/decode.ts";
import { type PictureKind, pictureKind, pictureKinds } from "../image/picture-kind.ts";

/** What was found in a file; neither fault nor remark where all is well. */
export interface Finding {
  readonly bytes: number;
  /** Why it can't be decoded. */
  readonly fault?: string;
  /** What is odd about it although it can. */
  readonly remark?: string;
}

/** The memory that pictures are decoded into, one after the other; it grows to the largest. */
let scratch = new Uint8Array(0);
function reuse(bytes: number): Uint8Array {
  if (scratch.length < bytes) scratch = new Uint8Array(bytes);
  return scratch.subarray(0, bytes);
}

/** Reads and decodes a file to see whether that works. */
export async function checkFile(path: string): Promise<Finding> {
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch (error) {
    return { bytes: 0, fault: `it can't be read: ${messageOf(error)}` };
  }
  const bytes = content.length;
  try {
    await decodeImage(content, { name: path, allocate: reuse });
    const kind = pictureKind(content);
    return kind && !endingFits(path, kind) ? { bytes, remark: `a ${kind.toUpperCase()} file by its content` } : { bytes };
  } catch (error) {
    return { bytes, fault: error instanceof BrokenPicture ? error.reason : messageOf(error) };
  }
}

const endingFits = (path: string, kind: PictureKind): boolean =>
  (pictureKinds[kind] as readonly string[]).includes(extname(path).toLowerCase());
