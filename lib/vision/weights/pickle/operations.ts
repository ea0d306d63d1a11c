import type { Machine } from "./machine.ts";
import { Dict, Global, Tuple } from "./values.ts";

/** What each byte of a pickle's program does, as Python's `pickletools` describes it. Those that could run code as they like are not here. */
export const operations: Readonly<Record<string, (machine: Machine) => void>> = {
  // Constants
  N: (machine) => machine.push(null),
  "\x88": (machine) => machine.push(true),
  "\x89": (machine) => machine.push(false),
  I: (machine) => machine.push(wholeLine(machine.reader.line())),
  J: (machine) => machine.push(machine.reader.int32()),
  K: (machine) => machine.push(machine.reader.byte()),
  M: (machine) => machine.push(machine.reader.uint16()),
  L: (machine) => machine.push(wholeNumber(machine.reader.line().replace(/L$/, ""))),
  "\x8a": (machine) => machine.push(longNumber(machine.reader.bytes(machine.reader.byte()))),
  "\x8b": (machine) => machine.push(longNumber(machine.reader.bytes(machine.reader.uint32()))),
  F: (machine) => machine.push(Number(machine.reader.line())),
  G: (machine) => machine.push(machine.reader.float64()),
  T: (machine) => machine.push(machine.reader.text(machine.reader.uint32())),
  U: (machine) => machine.push(machine.reader.text(machine.reader.byte())),
  V: (machine) => machine.push(machine.reader.line()),
  X: (machine) => machine.push(machine.reader.text(machine.reader.uint32())),
  "\x8c": (machine) => machine.push(machine.reader.text(machine.reader.byte())),
  "\x8d": (machine) => machine.push(machine.reader.text(machine.reader.uint64())),
  B: (machine) => machine.push(machine.reader.bytes(machine.reader.uint32())),
  C: (machine) => machine.push(machine.reader.bytes(machine.reader.byte())),
  "\x8e": (machine) => machine.push(machine.reader.bytes(machine.reader.uint64())),

  // Tuples, lists, dicts, sets
  ")": (machine) => machine.push(new Tuple([])),
  "\x85": (machine) => machine.push(new Tuple([machine.pop()])),
  "\x86": (machine) => machine.push(new Tuple([machine.pop(), machine.pop()].reverse())),
  "\x87": (machine) => machine.push(new Tuple([machine.pop(), machine.pop(), machine.pop()].reverse())),
  t: (machine) => machine.push(new Tuple(machine.popToMark())),
  "]": (machine) => machine.push([]),
  l: (machine) => machine.push(machine.popToMark()),
  a: (machine) => append(machine, [machine.pop()]),
  e: (machine) => append(machine, machine.popToMark()),
  "}": (machine) => machine.push(new Dict()),
  d: (machine) => {
    const items = machine.popToMark();
    machine.push(new Dict());
    setItems(machine, items);
  },
  s: (machine) => setItems(machine, [machine.pop(), machine.pop()].reverse()),
  u: (machine) => setItems(machine, machine.popToMark()),
  "\x8f": (machine) => machine.push(new Set()),
  "\x90": (machine) => {
    const items = machine.popToMark();
    const set = machine.top();
    if (!(set instanceof Set)) throw new RangeError("it adds to a set that is none");
    for (const item of items) set.add(item);
  },
  "\x91": (machine) => machine.push(new Set(machine.popToMark())),

  // The stack and the memory
  "(": (machine) => machine.mark(),
  "0": (machine) => void (machine.isAtMark ? machine.popToMark() : machine.pop()),
  "1": (machine) => void machine.popToMark(),
  "2": (machine) => machine.push(machine.top()),
  p: (machine) => machine.remember(Number(wholeNumber(machine.reader.line()))),
  q: (machine) => machine.remember(machine.reader.byte()),
  r: (machine) => machine.remember(machine.reader.uint32()),
  "\x94": (machine) => machine.rememberNext(),
  g: (machine) => machine.push(machine.recall(Number(wholeNumber(machine.reader.line())))),
  h: (machine) => machine.push(machine.recall(machine.reader.byte())),
  j: (machine) => machine.push(machine.recall(machine.reader.uint32())),

  // What lies outside
  c: (machine) => machine.push(machine.surroundings.global(machine.reader.line(), machine.reader.line())),
  "\x93": (machine) => {
    const [name, module] = [machine.pop(), machine.pop()];
    machine.push(machine.surroundings.global(String(module), String(name)));
  },
  Q: (machine) => machine.push(machine.surroundings.persistent(machine.pop())),
  R: call,
  "\x81": call,
  b: (machine) => {
    // Attributes of an object, such as `_metadata` of a state dict: nothing that weights need.
    machine.pop();
    machine.top();
  },

  // Which version of pickle it is, and the lengths of its parts, that a reader of whole files does not need
  "\x80": (machine) => {
    const version = machine.reader.byte();
    if (version > 5) throw new RangeError(`it is of version ${version} of pickle, where 5 is the newest known`);
  },
  "\x95": (machine) => void machine.reader.uint64(),
};

function append(machine: Machine, items: readonly unknown[]): void {
  const list = machine.top();
  if (!Array.isArray(list)) throw new RangeError("it appends to a list that is none");
  for (const item of items) list.push(item);
}

function setItems(machine: Machine, items: readonly unknown[]): void {
  const dict = machine.top();
  if (!(dict instanceof Dict) || items.length % 2 !== 0) throw new RangeError("it sets items of a dict that is none");
  for (let index = 0; index < items.length; index += 2) dict.entries.set(items[index], items[index + 1]);
}

function call(machine: Machine): void {
  const args = machine.pop();
  const callee = machine.pop();
  const name = callee instanceof Global ? callee.name : "something that is no function";
  if (!(callee instanceof Global && callee.call && args instanceof Tuple)) throw new RangeError(`it calls ${name}`);
  machine.push(callee.call(args.items));
}

/** Python 2 wrote True and False as the numbers 01 and 00. */
function wholeLine(line: string): unknown {
  return line === "01" ? true : line === "00" ? false : wholeNumber(line);
}

function wholeNumber(digits: string): number | bigint {
  if (!/^-?\d{1,1000}$/.test(digits)) throw new RangeError(`it has ${JSON.stringify(digits.slice(0, 20))} in the place of a whole number`);
  return asNumber(BigInt(digits));
}

/** Little-endian, in two's complement. */
function longNumber(bytes: Uint8Array): number | bigint {
  if (bytes.length > 400) throw new RangeError(`it has a whole number of ${bytes.length} bytes`);
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).reverse();
  return asNumber(BigInt.asIntN(8 * bytes.length, BigInt(`0x0${digits.join("")}`)));
}

const asNumber = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
