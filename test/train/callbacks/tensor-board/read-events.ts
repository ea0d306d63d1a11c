import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";
import { crc32c } from "../../../../lib/train/callbacks/tensor-board/crc32c.ts";

/** The records of a TFRecord file, read byte by byte. @throws where a checksum is wrong or the file ends within a record */
export function recordsIn(file: Buffer): Uint8Array[] {
  const records: Uint8Array[] = [];
  for (let place = 0; place < file.length; ) {
    const length = Number(file.readBigUInt64LE(place));
    expectChecksum(file.subarray(place, place + 8), file.readUInt32LE(place + 8));
    const data = file.subarray(place + 12, place + 12 + length);
    expectChecksum(data, file.readUInt32LE(place + 12 + length));
    records.push(data);
    place += 16 + length;
  }
  return records;
}

function expectChecksum(data: Uint8Array, masked: number): void {
  const turned = (masked - 0xa282ead8) >>> 0;
  const checksum = ((turned << 15) | (turned >>> 17)) >>> 0;
  if (checksum !== crc32c(data)) throw new Error("a checksum is wrong");
}

/** What an event file says, by the numbers of `event.proto`. */
export interface Told {
  step: number;
  fileVersion?: string;
  restart?: boolean;
  readonly values: Record<string, number>;
}

/** The events in the files of a folder, in the order of their names. */
export function eventsIn(folder: string): Told[] {
  const names = readdirSync(folder).sort();
  return names.flatMap((name) => recordsIn(readFileSync(join(folder, name))).map(told));
}

/** Reads the fields of an event without a schema, as its specification numbers them. */
function told(data: Uint8Array): Told {
  const reader = protobuf.Reader.create(data);
  const event: Told = { step: 0, values: {} };
  while (reader.pos < reader.len) {
    const field = reader.uint32() >>> 3;
    if (field === 1) reader.double();
    else if (field === 2) event.step = Number(reader.int64());
    else if (field === 3) event.fileVersion = reader.string();
    else if (field === 5) readSummary(reader, event);
    else if (field === 7) event.restart = Buffer.from(reader.bytes()).equals(Buffer.from([8, 1]));
    else throw new Error(`an unknown field ${field}`);
  }
  return event;
}

function readSummary(reader: protobuf.Reader, event: Told): void {
  const summary = protobuf.Reader.create(reader.bytes());
  while (summary.pos < summary.len) {
    summary.uint32(); // field 1: value
    const value = protobuf.Reader.create(summary.bytes());
    value.uint32(); // field 1: tag
    const tag = value.string();
    value.uint32(); // field 2: simple_value
    event.values[tag] = value.float();
  }
}
