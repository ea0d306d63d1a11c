import type { Loader } from "../../data/index.ts";
import type { ContactSheet } from "../../plot/index.ts";
import { throughLoader } from "./looked-at.ts";
import { visibleTensor } from "./picture-input.ts";
import { pictureSheet, type Raster } from "./picture-sheet.ts";
import type { ValueRange } from "./visible.ts";

/** What a model said about one picture. */
export interface Verdict {
  /** Place of the picture in the data looked at. */
  readonly index: number;
  readonly id: string;
  /** Name of the right class; the right value where the model gives values. */
  readonly actual: string;
  readonly predicted: string;
  readonly loss: number;
  /** The probability of the predicted class; none where the model gives values. */
  readonly probability?: number;
}

/** Pixels of the screen of a picture's longer side. */
const side = 128;

/** A contact sheet of the pictures with what was said about each: "actual", "→ predicted", place, loss and probability. */
export async function verdictSheet(
  verdicts: readonly Verdict[],
  { loader, range }: { readonly loader: Loader; readonly range: ValueRange },
): Promise<ContactSheet> {
  const pictures: Raster[] = [];
  for (const { index } of verdicts) {
    const tensor = await throughLoader(loader, index); // [1, H, W, C]
    try {
      pictures.push(await visibleTensor(tensor, range));
    } finally {
      tensor.dispose();
    }
  }
  return pictureSheet(pictures, { title: "Where the model was most wrong: actual → predicted", titles: verdicts.map(inWords), side });
}

function inWords({ index, actual, predicted, loss, probability }: Verdict): string {
  const sure = probability === undefined ? "" : `, p ${probability.toFixed(2)}`;
  return `${actual}\n→ ${predicted}\n#${index}, loss ${loss.toFixed(2)}${sure}`;
}
