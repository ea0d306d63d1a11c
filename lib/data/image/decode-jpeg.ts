import { BrokenPicture } from "./broken-picture.ts";
import { cmykToRgb, rgbToGrey } from "./colour.ts";
import { allocated, checkSize, type DecodeOptions } from "./decode-options.ts";
import { jpegOrientation, turnUpright, uprightSize } from "./orientation.ts";
import type { Raster } from "./raster.ts";
import { ColourSpace, type JpegFault, PixelFormat, type TurboJpeg } from "./turbojpeg.ts";

/**
 * Decodes a JPEG file (baseline or progressive; grey, colour, CMYK) with libjpeg-turbo. A picture in colour that stands upright, as
 * almost all do, is decoded straight into its memory.
 *
 * @throws BrokenPicture when the file is damaged
 */
export function decodeJpeg(library: TurboJpeg, content: Uint8Array, options: DecodeOptions): Raster {
  const header = library.header(content);
  if ("words" in header) throw broken(options.name, header);
  checkSize(header, options.name);
  const { width, height, colourSpace } = header;
  const channels = options.channels ?? 3;
  const orientation = jpegOrientation(content);
  const raw = { width, height, name: options.name };
  if (orientation === 1) {
    const values = allocated(width * height * channels, options); // [height, width, channels]
    decodeColours(library, content, { ...raw, colourSpace, channels, values });
    return { values, height, width, channels };
  }
  const lying = { values: new Uint8Array(width * height * channels), height, width, channels };
  decodeColours(library, content, { ...raw, colourSpace, channels, values: lying.values });
  const values = allocated(lying.values.length, options);
  turnUpright(lying, orientation, values);
  return { values, channels, ...uprightSize(lying, orientation) };
}

interface Decoding {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colourSpace: number;
  readonly channels: number;
  readonly values: Uint8Array;
}

/** Decodes to what libjpeg-turbo can make of the stored colours, and by Pillow's formulas from there to what is asked for. */
function decodeColours(library: TurboJpeg, content: Uint8Array, { name, width, height, colourSpace, channels, values }: Decoding): void {
  const decompress = (pixels: Uint8Array, format: number): void => {
    const fault = library.decompress(content, pixels, { format, tolerant: false });
    if (!fault) return;
    if (!fault.harmless) throw broken(name, fault);
    const rest = library.decompress(content, pixels, { format, tolerant: true });
    if (rest && !rest.harmless) throw broken(name, rest);
  };
  if (colourSpace === ColourSpace.cmyk || colourSpace === ColourSpace.ycck) {
    const inks = new Uint8Array(width * height * 4); // [height, width, 4]
    decompress(inks, PixelFormat.cmyk);
    for (let index = 0; index < inks.length; index++) inks[index] = 255 - (inks[index] as number); // as Adobe stores them: 0 is full ink
    const rgb = channels === 3 ? values : new Uint8Array(width * height * 3); // [height, width, 3]
    cmykToRgb(inks, rgb);
    if (channels === 1) rgbToGrey(rgb, values);
  } else if (channels === 3) {
    decompress(values, PixelFormat.rgb);
  } else if (colourSpace === ColourSpace.grey) {
    decompress(values, PixelFormat.grey);
  } else {
    const rgb = new Uint8Array(width * height * 3); // [height, width, 3]
    decompress(rgb, PixelFormat.rgb);
    rgbToGrey(rgb, values);
  }
}

/** A damaged file in words; libjpeg-turbo's own stand behind. */
function broken(name: string, { words }: JpegFault): BrokenPicture {
  return /premature end|contains no image/i.test(words)
    ? new BrokenPicture(name, `it is cut off (libjpeg: ${words})`, {
        hint: "Copy or download the file again; findCorruptImages(folder) lists all such files.",
      })
    : new BrokenPicture(name, `its content is damaged (libjpeg: ${words})`, {
        hint: "Bring the file again, or leave it out: findCorruptImages(folder) lists all such files.",
      });
}
