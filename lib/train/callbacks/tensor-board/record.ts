import { crc32c } from "./crc32c.ts";

/** Added to a checksum that is stored beside the data that it is of. */
const maskDelta = 0xa282ead8;

/**
 * Bytes as one record of a TFRecord file: their length (8 bytes, little endian), its checksum, the bytes, their checksum. TensorFlow's
 * `tensorflow/core/lib/io/record_writer.h` says so.
 */
export function framed(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return record;
}

/** The checksum turned right by 15 bits, plus a constant: so that data with checksums in them have no odd checksums themselves. */
const masked = (checksum: number): number => (((checksum >>> 15) | (checksum << 17)) + maskDelta) >>> 0;
