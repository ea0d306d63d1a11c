/** The kinds of pictures that are decoded, and the endings that their files usually have. */
export const pictureKinds = {
  jpeg: [".jpg", ".jpeg", ".jpe", ".jfif"],
  png: [".png"],
  webp: [".webp"],
  gif: [".gif"],
  tiff: [".tif", ".tiff"],
  avif: [".avif"],
} as const;

export type PictureKind = keyof typeof pictureKinds;

/** All those endings, for finding the pictures of a folder. */
export const pictureEndings: ReadonlySet<string> = new Set(Object.values(pictureKinds).flat());

/** What kind of picture a file's content is, by its first bytes: names may lie. Undefined for anything that can't be decoded. */
export function pictureKind(content: Uint8Array): PictureKind | undefined {
  const start = latin1(content, 16);
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return "webp";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  if (["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(start.slice(0, 4))) return "tiff"; // with "+" it is BigTIFF
  if (start.startsWith("ftypavif", 4) || start.startsWith("ftypavis", 4)) return "avif";
  return undefined;
}

/** Other kinds of files that lie among pictures, by their first bytes, where these begin, and what to say of them. */
const strangers: readonly { readonly starts: readonly string[]; readonly at?: number; readonly words: string }[] = [
  { starts: ["BM"], words: "it is a BMP picture, which is not decoded here" },
  { starts: ["ftypheic", "ftypheix", "ftypmif1", "ftyphevc"], at: 4, words: "it is a HEIC picture, which is not decoded here" },
  { starts: ["jP  "], at: 4, words: "it is a JPEG 2000 picture, which is not decoded here" },
  { starts: ["JXL "], at: 4, words: "it is a JPEG XL picture, which is not decoded here" },
  { starts: ["version https://git-lfs"], words: "it is a Git LFS pointer in the place of the file: git lfs pull brings it" },
  { starts: ["%PDF"], words: "it is a PDF document" },
  { starts: ["PK\x03\x04"], words: "it is a ZIP archive" },
  { starts: ["\x1f\x8b"], words: "it is a gzip archive" },
];

/** What a content is that is no picture, for a message: "it is empty", "it is text that begins with …". */
export function strangerWords(content: Uint8Array): string {
  if (content.length === 0) return "it is empty (0 bytes)";
  const start = latin1(content, 512);
  const known = strangers.find(({ starts, at = 0 }) => starts.some((bytes) => start.startsWith(bytes, at)));
  if (known) return known.words;
  if (/^\s*<(!doctype html|html)/i.test(start)) return "it is a web page: a download that went wrong?";
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg/is.test(start)) return "it is an SVG drawing, which has no pixels";
  const bytes = content.subarray(0, 512);
  if (bytes.every((byte) => byte === 0)) return "it begins with nothing but zeros: a copy or a disk that failed?";
  if (bytes.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13)))
    return `it is text that begins with ${JSON.stringify(start.slice(0, 30))}`;
  const first = Array.from(content.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `it begins with the bytes ${first}, which no known kind of picture does`;
}

const latin1 = (content: Uint8Array, count: number): string => String.fromCharCode(...content.subarray(0, count));
