import { formatCount } from "../../../base/index.ts";
import type { ByteReader } from "./byte-reader.ts";
import { Machine } from "./machine.ts";
import { operations } from "./operations.ts";
import type { Surroundings } from "./values.ts";

/**
 * The value of a pickle, Python's format for any object.
 *
 * A pickle is a program; Python runs it, with whatever functions it names. Here it can call nothing but what its surroundings allow.
 * Neither deep nesting nor repetition costs more than the bytes that say it.
 *
 * @param reader at the pickle's first byte; afterwards at the byte after its last
 * @throws RangeError that completes "… but", where it is no pickle, is cut off, or names what is not allowed
 */
export function unpickle(reader: ByteReader, surroundings: Surroundings): unknown {
  const machine = new Machine(reader, surroundings);
  for (;;) {
    const at = reader.at;
    const code = String.fromCharCode(reader.byte());
    if (code === ".") return machine.pop();
    const run = Object.hasOwn(operations, code) ? operations[code] : undefined;
    if (!run) throw new RangeError(unknownWords(code, at));
    run(machine);
  }
}

/** Operations that make objects of any class; weights are written without them. */
const objectMakers: Readonly<Record<string, string>> = {
  i: "INST",
  o: "OBJ",
  "\x92": "NEWOBJ_EX",
  "\x82": "EXT1",
  "\x83": "EXT2",
  "\x84": "EXT4",
};

function unknownWords(code: string, at: number): string {
  const maker = objectMakers[code];
  if (maker) return `it makes an object by the operation ${maker} at byte ${formatCount(at)}: refused, for that could run any code`;
  return `it has the byte 0x${code.charCodeAt(0).toString(16).padStart(2, "0")} at ${formatCount(at)}, which is no operation of a pickle of weights`;
}
