import { expect, test } from "vitest";
import { crc32c } from "../../../../lib/train/callbacks/tensor-board/crc32c.ts";

// RFC 3720, appendix B.4, and the check value that catalogues of checksums give.
test.each([
  ["digits", Buffer.from("123456789"), 0xe3069283],
  ["32 zeros", new Uint8Array(32), 0x8a9136aa],
  ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ["0 … 31", Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
  ["nothing", new Uint8Array(0), 0],
])("of %s", (_, bytes, wanted) => expect(crc32c(bytes)).toBe(wanted));
