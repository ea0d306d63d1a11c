import { crc32, deflateSync } from "node:zlib";

/** Pixels in rows from the top; `channels` bytes a pixel: grey (1), red-green-blue (3) or that with opacity (4). */
export interface Raster {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3 | 4;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourType = { 1: 0, 3: 2, 4: 6 } as const;

/** The PNG file of a raster. Portable Network Graphics (PNG) Specification, third edition, W3C 2025. */
export function encodePng({ pixels, height, width, channels }: Raster): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType[channels], 0, 0, 0], 8); // 8 bits a channel, deflate, adaptive filters, not interlaced
  const stride = width * channels;
  const rows = Buffer.alloc(height * (stride + 1)); // each row begins with its filter: 0, none
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** The PNG file as an address that a page can draw. */
export function pngDataUri(raster: Raster): string {
  return `data:image/png;base64,${encodePng(raster).toString("base64")}`;
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(content.length, 0);
  result.set(body, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}
