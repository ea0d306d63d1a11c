import { escapeHtml, formatCount, oneOf, plural, positiveInteger } from "../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "./mime.ts";
import { fitted } from "./picture-png.ts";
import { pngDataUri, type Raster } from "./png.ts";
import { sheetDrawing } from "./sheet-svg.ts";
import { withPng } from "./static-png.ts";

export interface ContactSheetOptions {
  /** All pictures one after the other, `[N, height, width, channels]`, 0 … 255. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
  readonly height: number;
  readonly width: number;
  /** 1 (grey), 3 (red, green, blue) or 4 (with opacity). */
  readonly channels: number;
  /** Words above each picture, in their order, in lines of their own where they hold `\n`; missing ones stay empty. */
  readonly titles?: readonly string[];
  /** Pictures in a row, whatever the page's width; as many as it has room for unless told. */
  readonly columns?: number;
  /** A line above the sheet. */
  readonly title?: string;
  /** Pixels on the screen that the longer side of a picture takes up, about; 96 unless told. */
  readonly side?: number;
}

const mostPictures = 400;
/** Pixels on the screen: the side of a picture that is aimed at, the space between two, the most width of a title. */
const screen = { side: 96, gap: 10, title: 160 } as const;
const fontSize = 11;
const characterWidth = 6.4; // of that font, on average

/**
 * Many small pictures in rows, each with its title above. Small pictures are enlarged by a whole factor and stay sharp, so that each
 * pixel is a square that one can count. In a narrow window the rows become shorter; where the columns are given, the pictures smaller.
 *
 * It is HTML and no Plotly figure, whose parts would not flow with the width of the page; and one PNG for GitHub, which strips pictures
 * from HTML, and for paper.
 */
export class ContactSheet implements Displayable {
  readonly #options: ContactSheetOptions;
  readonly #count: number;

  /** @throws RangeError when the pixels don't make up whole pictures of the given size, or there are too many pictures or titles */
  constructor(options: ContactSheetOptions) {
    const { pixels, height, width, channels, titles = [], columns, side = screen.side } = options;
    positiveInteger({ height, width, side, ...(columns !== undefined && { columns }) });
    oneOf({ channels }, [1, 3, 4]);
    const count = pixels.length / (height * width * channels);
    if (!Number.isInteger(count)) {
      throw new RangeError(
        `Expected pixels of whole pictures (N × ${height} × ${width} × ${channels}) but got ${formatCount(pixels.length)} values, which is ${count.toFixed(2)} pictures`,
      );
    }
    if (count > mostPictures)
      throw new RangeError(`Expected at most ${mostPictures} pictures on a sheet but got ${formatCount(count)}: choose some`);
    if (titles.length > count) throw new RangeError(`Expected at most ${plural(count, "title")}, one a picture, but got ${titles.length}`);
    this.#options = options;
    this.#count = count;
  }

  /** How many pictures of which size, and their titles. */
  toString(): string {
    const { height, width, channels, titles = [], title } = this.#options;
    const size = `${plural(this.#count, "picture")} of ${height} × ${width} pixels, ${channels === 1 ? "grey" : "in colour"}`;
    return [
      title ? `${title}: ${size}` : size,
      ...(titles.length > 0 ? [titles.map((text) => text.replaceAll("\n", " ")).join(", ")] : []),
    ].join("\n");
  }

  [displaySymbol](): MimeBundle {
    const { title, columns } = this.#options;
    const { scale, cell } = this.#sizes();
    const tracks = columns === undefined ? `repeat(auto-fill,${cell}px)` : `repeat(${columns},minmax(0,${cell}px))`;
    const pictures = Array.from({ length: this.#count }, (_, index) => this.#picture(index, scale));
    const html = [
      `<div style="padding:8px 12px">`,
      ...(title === undefined ? [] : [`<div style="font-size:16px;padding-bottom:10px">${escapeHtml(title)}</div>`]),
      this.#count === 0
        ? "no pictures"
        : `<div style="display:grid;grid-template-columns:${tracks};gap:${screen.gap}px;align-items:end">${pictures.join("")}</div>`,
      "</div>",
    ];
    return withPng({ "text/plain": this.toString(), "text/html": html.join("") }, () =>
      sheetDrawing(this.#options, { count: this.#count, scale, cell, gap: screen.gap, fontSize }),
    );
  }

  /** Pixels of the screen that show one of a picture's, and the width of a picture with its title. */
  #sizes(): { readonly scale: number; readonly cell: number } {
    const { height, width, titles = [], side = screen.side } = this.#options;
    const longest = Math.max(height, width);
    const scale = longest > side ? side / longest : Math.round(side / longest);
    const longestLine = Math.max(0, ...titles.flatMap((text) => text.split("\n")).map((line) => line.length));
    return { scale, cell: Math.max(Math.round(width * scale), Math.ceil(Math.min(longestLine * characterWidth, screen.title))) };
  }

  #picture(index: number, scale: number): string {
    const { pixels, height, width, channels, titles = [], side = screen.side } = this.#options;
    const volume = height * width * channels;
    const raster: Raster = {
      pixels: new Uint8Array(pixels.buffer, pixels.byteOffset + index * volume, volume), // [height, width, channels]
      height,
      width,
      channels: channels as Raster["channels"],
    };
    const source = pngDataUri(fitted(raster, { least: 0, most: 2 * side })); // sharp on fine screens, and no larger than that
    const words = titles[index] ?? "";
    const look = `display:block;width:100%;max-width:${Math.round(width * scale)}px;height:auto;${scale < 1 ? "" : "image-rendering:pixelated"}`;
    return `<span>${words.split("\n").map(titleLine).join("")}<img src="${source}" alt="${escapeHtml(words.replaceAll("\n", " ") || `picture ${index + 1}`)}" style="${look}"></span>`;
  }
}

/** A line too long for its picture's place is cut with …; the pointer brings it up in full. */
function titleLine(line: string, index: number): string {
  if (line === "") return "";
  const look = `display:block;font-size:${fontSize}px;line-height:15px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis`;
  return `<span title="${escapeHtml(line)}" style="${look}${index === 0 ? "" : ";opacity:0.7"}">${escapeHtml(line)}</span>`;
}

/**
 * A sheet of many small pictures, each with its title above.
 *
 * @throws RangeError when the pixels don't make up whole pictures of the given size, or there are too many pictures or titles
 * @example
 * show(contactSheet({ pixels, height: 28, width: 28, channels: 1, titles: ["boot", "shirt"] }));
 */
export function contactSheet(options: ContactSheetOptions): ContactSheet {
  return new ContactSheet(options);
}
