import sharp from "sharp";
import { template } from "../theme.ts";

/** SVG as a PNG file, on white, in at most 256 colours. @param density pixels of the file for one of the drawing */
export async function svgToPng(svg: string, density: number): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: 72 * density, unlimited: true })
    .flatten({ background: "#FFFFFF" })
    .png({ palette: true, effort: 4 })
    .toBuffer();
}

let fonts: Promise<boolean> | undefined;

/** Whether this machine has a font. Where there is none, as on bare servers, every letter is drawn as the same empty box. */
export function hasFonts(): Promise<boolean> {
  fonts ??= Promise.all([drawn("i"), drawn("W")]).then(([narrow, wide]) => !narrow.equals(wide));
  return fonts;
}

async function drawn(letter: string): Promise<Buffer> {
  const { family } = template.layout.font;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="4" y="30" font-size="24" font-family="${family}">${letter}</text></svg>`;
  return sharp(Buffer.from(svg)).raw().toBuffer();
}
