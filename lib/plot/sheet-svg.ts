import { escapeHtml } from "../base/index.ts";
import type { ContactSheetOptions } from "./contact-sheet.ts";
import { fitted } from "./picture-png.ts";
import { pngDataUri, type Raster } from "./png.ts";
import type { SheetDrawing } from "./static/drawing.ts";
import { cutTo } from "./static/text-width.ts";
import { template } from "./theme.ts";

export interface SheetSizes {
  readonly count: number;
  /** Pixels of the screen for one of a picture. */
  readonly scale: number;
  /** Width of a picture with its title. */
  readonly cell: number;
  readonly gap: number;
  readonly fontSize: number;
}

/** As wide as a notebook's column; the space around the sheet; the height of a line above a picture. */
const page = { width: 840, padding: 12, line: 15, title: 30 } as const;

/** A contact sheet as one drawing, laid out as on a page of a notebook's width. */
export function sheetDrawing(options: ContactSheetOptions, { count, scale, cell, gap, fontSize }: SheetSizes): SheetDrawing {
  const { pixels, height, width, channels, titles = [], title } = options;
  const room = page.width - 2 * page.padding;
  const columns = Math.max(1, Math.min(count, options.columns ?? Math.floor((room + gap) / (cell + gap))));
  const pitch = Math.min(cell + gap, room / columns); // given columns share what room there is
  const shrink = Math.min(1, (pitch - gap) / cell);
  const size = { width: width * scale * shrink, height: height * scale * shrink };
  const words = Math.max(0, ...titles.map((text) => text.split("\n").length)) * page.line;
  const top = page.padding + (title === undefined ? 0 : page.title);
  const rowHeight = words + size.height + gap;
  const volume = height * width * channels;
  const density = scale < 2 ? 1 : 2; // pixels that are squares make small files, photos large ones
  const line = (text: string, place: { readonly x: number; readonly y: number }, look = ""): string =>
    `<text x="${place.x}" y="${place.y}" font-size="${fontSize}"${look}>${escapeHtml(cutTo(pitch - gap, text, fontSize))}</text>`;
  const parts = Array.from({ length: count }, (_, index) => {
    const x = page.padding + (index % columns) * pitch;
    const y = top + Math.floor(index / columns) * rowHeight;
    const lines = (titles[index] ?? "").split("\n");
    const above = words - lines.length * page.line + fontSize;
    const texts = lines.map((text, row) => line(text, { x, y: y + above + row * page.line }, row === 0 ? "" : ' fill-opacity="0.7"'));
    const raster: Raster = {
      pixels: new Uint8Array(pixels.buffer, pixels.byteOffset + index * volume, volume), // [height, width, channels]
      height,
      width,
      channels: channels as Raster["channels"],
    };
    const side = Math.max(size.width, size.height) * density;
    const source = pngDataUri(fitted(raster, { least: side, most: side }));
    return `${texts.join("")}<image x="${x}" y="${y + words}" width="${size.width}" height="${size.height}" href="${source}"/>`;
  });
  const whole = {
    width: 2 * page.padding + columns * pitch - gap,
    height: top + Math.ceil(count / columns) * rowHeight - gap + page.padding,
  };
  const across = title === undefined ? whole.width : Math.max(whole.width, Math.min(page.width, 24 + title.length * 9));
  const { family, color } = template.layout.font;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.ceil(across)}" height="${Math.ceil(whole.height)}" font-family="${escapeHtml(family)}" fill="${color}">`,
    ...(title === undefined ? [] : [`<text x="${page.padding}" y="${page.padding + 14}" font-size="16">${escapeHtml(title)}</text>`]),
    ...parts,
    "</svg>",
  ].join("");
  return { kind: "sheet", svg, density };
}
