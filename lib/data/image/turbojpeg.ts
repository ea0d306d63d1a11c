import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** libjpeg-turbo's TurboJPEG interface, version 3: its constants that are needed here, from turbojpeg.h. */
const TJINIT_DECOMPRESS = 1;
const TJPARAM = { stopOnWarning: 0, width: 5, height: 6, colourSpace: 8, fastUpsample: 9, fastDct: 10, scanLimit: 13 } as const;
const TJERR_WARNING = 0;
/** Scans of a progressive picture; real ones have about ten, those that shall keep a decoder busy have thousands. */
const mostScans = 500;

/** How a JPEG file stores its colours (TJCS). */
export const ColourSpace = { grey: 2, cmyk: 3, ycck: 4 } as const;
/** What it is decoded to (TJPF). */
export const PixelFormat = { rgb: 0, grey: 6, cmyk: 11 } as const;

/** Words of libjpeg-turbo about a file. `harmless`: the picture is whole, something around it is odd. */
export interface JpegFault {
  readonly words: string;
  readonly harmless: boolean;
}

/** One decompressor of libjpeg-turbo; each thread has its own. */
export interface TurboJpeg {
  /** The picture's size, or what is wrong with its head. */
  header(content: Uint8Array): { readonly width: number; readonly height: number; readonly colourSpace: number } | JpegFault;
  /**
   * Decodes the picture whose header was read last into `pixels`, which must have room for all of them. Accurate DCT, fancy upsampling.
   *
   * @param options.tolerant goes on after whatever the library only warns of
   */
  decompress(
    content: Uint8Array,
    pixels: Uint8Array,
    options: { readonly format: number; readonly tolerant: boolean },
  ): JpegFault | undefined;
}

/**
 * Warnings of libjpeg-turbo after which the picture is whole: bytes too many between its parts, odd versions of its marks.
 * Anything else it warns of (a premature end, a bad Huffman code, missing restart marks) spoils pixels.
 */
const harmlessWarning = /extraneous bytes|JFIF|Adobe/i;

/** The library where it can be had, through a foreign function call: about 0.3 µs a call, no copies. Opened once a thread. */
export function turboJpeg(): TurboJpeg | undefined {
  opened ??= { library: open() };
  return opened.library;
}
let opened: { readonly library: TurboJpeg | undefined } | undefined;

/**
 * `@julusian/jpeg-turbo` carries libjpeg-turbo as a shared library for Linux; on macOS and Windows it lies inside its binding, whose
 * interface knows only the fast, inexact DCT. There sharp decodes JPEG as well, to the same values.
 */
function open(): TurboJpeg | undefined {
  const require = createRequire(import.meta.url);
  try {
    const { load } = require("koffi") as typeof import("koffi");
    const prebuilds = join(dirname(require.resolve("@julusian/jpeg-turbo/package.json")), "prebuilds");
    const folder = join(prebuilds, `jpeg-turbo-${process.platform}-${process.arch}`);
    const library = firstThatWorks([folder, `${folder}-musl`], (path) => load(join(path, "libturbojpeg.so.0")));
    return library && bind(library);
  } catch {
    return undefined; // no koffi for this platform
  }
}

function firstThatWorks<T, R>(candidates: readonly T[], attempt: (candidate: T) => R): R | undefined {
  for (const candidate of candidates) {
    try {
      return attempt(candidate);
    } catch {
      // such as a build against another C library: the next one
    }
  }
  return undefined;
}

function bind(library: import("koffi").LibraryHandle): TurboJpeg {
  const init: (kind: number) => unknown = library.func("void *tj3Init(int)");
  const set: (handle: unknown, parameter: number, value: number) => number = library.func("int tj3Set(void *, int, int)");
  const get: (handle: unknown, parameter: number) => number = library.func("int tj3Get(void *, int)");
  const readHeader: (handle: unknown, content: Uint8Array, size: number) => number = library.func(
    "int tj3DecompressHeader(void *, const uint8_t *, size_t)",
  );
  const decompress: (handle: unknown, content: Uint8Array, size: number, pixels: Uint8Array, pitch: number, format: number) => number =
    library.func("int tj3Decompress8(void *, const uint8_t *, size_t, uint8_t *, int, int)");
  const errorText: (handle: unknown) => string = library.func("const char *tj3GetErrorStr(void *)");
  const errorCode: (handle: unknown) => number = library.func("int tj3GetErrorCode(void *)");

  const destroy: (handle: unknown) => void = library.func("void tj3Destroy(void *)");
  const start = (): unknown => {
    const started = init(TJINIT_DECOMPRESS);
    if (started === null) throw new Error("libjpeg-turbo could not be started: is the memory full?");
    set(started, TJPARAM.fastDct, 0);
    set(started, TJPARAM.fastUpsample, 0);
    set(started, TJPARAM.scanLimit, mostScans);
    return started;
  };
  let handle = start();

  /** What went wrong. The decompressor is made anew, for what a damaged file leaves in it would spoil the next picture. */
  const fault = (): JpegFault => {
    const words = errorText(handle);
    const harmless = errorCode(handle) === TJERR_WARNING && harmlessWarning.test(words);
    destroy(handle);
    handle = start();
    return { words, harmless };
  };
  return {
    header(content) {
      set(handle, TJPARAM.stopOnWarning, 0);
      const failed = readHeader(handle, content, content.length) !== 0;
      if (failed && errorCode(handle) !== TJERR_WARNING) return fault();
      return {
        width: get(handle, TJPARAM.width),
        height: get(handle, TJPARAM.height),
        colourSpace: get(handle, TJPARAM.colourSpace),
      };
    },
    decompress(content, pixels, { format, tolerant }) {
      set(handle, TJPARAM.stopOnWarning, tolerant ? 0 : 1);
      return decompress(handle, content, content.length, pixels, 0, format) === 0 ? undefined : fault();
    },
  };
}
