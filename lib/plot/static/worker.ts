import type { MessagePort } from "node:worker_threads";
import { workerData } from "node:worker_threads";
import { figureSvg, wordsSvg } from "./draw.ts";
import type { Drawing, DrawingDesk } from "./drawing.ts";
import { hasFonts, svgToPng } from "./svg-to-png.ts";

const { port, done } = workerData as DrawingDesk & { readonly port: MessagePort };

port.on("message", async (drawing: Drawing) => {
  port.postMessage(await draw(drawing));
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
});

/** The drawing as a PNG file in base64; nothing on a machine without fonts, which would draw boxes in place of letters. */
async function draw(drawing: Drawing): Promise<string | undefined> {
  try {
    if (!(await hasFonts())) return undefined;
    if (drawing.kind === "sheet") return (await svgToPng(drawing.svg, drawing.density)).toString("base64");
    return (await svgToPng(figureOrWords(drawing), 2)).toString("base64");
  } catch {
    return undefined; // the words of the bundle, which are always there, stand for it
  }
}

/** A figure so unusual that it can't be translated is told in words, as one of a kind that can't be drawn. */
function figureOrWords(drawing: Drawing & { readonly kind: "figure" }): string {
  try {
    return figureSvg(drawing);
  } catch {
    return wordsSvg(drawing);
  }
}
