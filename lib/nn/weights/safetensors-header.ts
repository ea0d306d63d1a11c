import { describe, formatCount } from "../../base/index.ts";
import { numberTypes } from "./number-types.ts";

/** Where a tensor lies among the bytes after the header. */
export interface TensorPlace {
  readonly name: string;
  /** A key of `numberTypes`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What the header of a safetensors file says, checked against the file's length. */
export interface SafetensorsHeader {
  readonly tensors: readonly TensorPlace[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the tensors' bytes begin in the file. */
  readonly start: number;
}

/** The format's own limit, so that a wrong length is not taken for a header. */
const longestHeader = 100_000_000; // bytes
const metadataKey = "__metadata__";

/**
 * The header of a safetensors file: 8 bytes with its length, then JSON with type, shape and place of each tensor.
 *
 * Nothing is allocated by what the header says before it agrees with the bytes that are there.
 *
 * @param file what the message calls the file
 * @throws RangeError that names the first wrong place
 */
export function readHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  const refuse = (what: string): never => {
    throw new RangeError(`Expected ${file} to be a safetensors file but ${what}.\n  It may be damaged or cut off: bring or save it again.`);
  };
  if (bytes.length < 8) refuse(`it has ${formatCount(bytes.length)} bytes, and the length of the header alone takes 8`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > longestHeader || 8 + length > bytes.length) {
    refuse(`its first 8 bytes announce a header of ${formatCount(length)} bytes where ${formatCount(bytes.length - 8)} follow`);
  }
  const { order, content } = parse(bytes.subarray(8, 8 + length), refuse);
  const room = bytes.length - 8 - length;
  const tensors = order.filter((name) => name !== metadataKey).map((name) => checkedPlace(name, content[name], room, refuse));
  expectWhole(tensors, room, refuse);
  return { tensors, metadata: checkedMetadata(content[metadataKey], refuse), start: 8 + length };
}

type Refuse = (what: string) => never;

function parse(bytes: Uint8Array, refuse: Refuse): { readonly order: readonly string[]; readonly content: Record<string, unknown> } {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const content: unknown = JSON.parse(text);
    if (!isRecord(content)) return refuse(`its header is not a JSON object`);
    const order = keysOf(text);
    const twice = order.find((name, index) => order.indexOf(name) !== index);
    if (order.length !== Object.keys(content).length) return refuse(`its header names ${JSON.stringify(twice)} twice`);
    return { order, content };
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return refuse(`its header is not JSON in UTF-8 (${(error as Error).message})`);
  }
}

/** The names at the top level of a JSON object, in the text's order and as often as they come: `JSON.parse` loses both. */
function keysOf(text: string): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const { 0: token, 1: colon } of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (colon && depth === 1) keys.push(JSON.parse(token.slice(0, token.length - colon.length)));
  }
  return keys;
}

function checkedPlace(name: string, value: unknown, room: number, refuse: Refuse): TensorPlace {
  const called = JSON.stringify(name);
  const { dtype, shape, data_offsets: offsets, ...more } = isRecord(value) ? value : refuse(`its header gives ${called} no object`);
  const type = typeof dtype === "string" ? numberTypes[dtype] : undefined;
  if (!type || !Object.hasOwn(numberTypes, dtype as string)) {
    return refuse(`${called} has the type ${describe(dtype)}, none of ${Object.keys(numberTypes).join(", ")}`);
  }
  if (!areSizes(shape)) return refuse(`${called} has the shape ${JSON.stringify(shape)}, which is no list of sizes`);
  if (!areSizes(offsets) || offsets.length !== 2) return refuse(`${called} has the place ${JSON.stringify(offsets)}, not [begin, end]`);
  if (Object.keys(more).length > 0) return refuse(`${called} has the unknown field ${JSON.stringify(Object.keys(more)[0])}`);
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > room) return refuse(`${called} lies at bytes ${begin} to ${end} of ${formatCount(room)}`);
  const wanted = shape.reduce((product, size) => product * size, type.bytes);
  if (wanted !== end - begin) {
    return refuse(`${called} of shape [${shape.join(", ")}] and type ${dtype} needs ${formatCount(wanted)} bytes but has ${end - begin}`);
  }
  return { name, type: dtype as string, shape, begin, end };
}

/** Every byte belongs to one tensor, so that nothing hides between them and none share. */
function expectWhole(tensors: readonly TensorPlace[], room: number, refuse: Refuse): void {
  let at = 0;
  for (const { name, begin, end } of [...tensors].sort((one, other) => one.begin - other.begin || one.end - other.end)) {
    if (begin !== at) refuse(`${JSON.stringify(name)} begins at byte ${begin} where the tensor before it ends at ${at}`);
    at = end;
  }
  if (at !== room) refuse(`its tensors end at byte ${formatCount(at)} of ${formatCount(room)}`);
}

function checkedMetadata(value: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const strings = isRecord(value) && Object.values(value).every((text) => typeof text === "string");
  return strings ? (value as Record<string, string>) : refuse(`its ${metadataKey} is not a set of texts`);
}

const areSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
