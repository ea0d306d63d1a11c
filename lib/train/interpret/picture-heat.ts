import { type ContactSheet, colours, type Displayable, displaySymbol, type MimeBundle, withText } from "../../plot/index.ts";
import { pictureSheet, type Raster } from "./picture-sheet.ts";

export interface PictureHeatParts {
  readonly picture: Raster;
  /** What counts for each pixel, `[height, width]`: for the class where above 0, against it where below. */
  readonly heat: Float32Array;
  /** The class that it is about, and the number that the model gives it. */
  readonly label: number;
  readonly score: number;
  /** A line above the two pictures: what is seen. */
  readonly title: string;
  /** Words above the picture and above the one with the heat. */
  readonly captions: readonly [picture: string, heat: string];
}

/** Parts of the greatest heat's colour that lets nothing of the picture through. */
const strongest = 0.8;
/** Pixels of the screen of each of the two pictures. */
const side = 224;

/**
 * A picture, and beside it in grey with the places in colour that count for a class: orange where they speak for it, blue where they
 * speak against it. It shows itself.
 */
export class PictureHeat implements Displayable {
  /** What counts for each pixel, `[height, width]` */
  readonly heat: Float32Array;
  readonly height: number;
  readonly width: number;
  /** The class that it is about. */
  readonly label: number;
  /** The probability that the model gives to the class; the value where it gives values. */
  readonly score: number;
  readonly #parts: PictureHeatParts;

  constructor(parts: PictureHeatParts) {
    this.heat = parts.heat;
    this.height = parts.picture.height;
    this.width = parts.picture.width;
    this.label = parts.label;
    this.score = parts.score;
    this.#parts = parts;
  }

  /** The two pictures side by side. */
  sheet(): ContactSheet {
    const { picture, title, captions } = this.#parts;
    return pictureSheet([inColour(picture), heated(picture, this.heat)], { title, titles: captions, columns: 2, side });
  }

  toString(): string {
    const { title } = this.#parts;
    const place = this.heat.reduce((best, value, index) => (Math.abs(value) > Math.abs(this.heat[best] ?? 0) ? index : best), 0);
    if (!this.heat[place]) return `${title}: nothing counts`;
    return `${title}: most at row ${Math.floor(place / this.width)}, column ${place % this.width} of ${this.height} × ${this.width}`;
  }

  [displaySymbol](): MimeBundle {
    return withText(this.sheet()[displaySymbol](), this.toString());
  }
}

/** A picture of red, green and blue, also where it is grey. */
function inColour({ pixels, height, width, channels }: Raster): Raster {
  if (channels === 3) return { pixels, height, width, channels };
  return {
    pixels: Uint8Array.from({ length: 3 * pixels.length }, (_, index) => pixels[Math.floor(index / 3)] ?? 0),
    height,
    width,
    channels: 3,
  };
}

/** The picture in grey with the heat over it. */
function heated(picture: Raster, heat: Float32Array): Raster {
  const { pixels, height, width } = inColour(picture);
  const greatest = heat.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const result = new Uint8Array(pixels.length); // [height, width, 3]
  for (let pixel = 0; pixel < height * width; pixel++) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(3 * pixel, 3 * pixel + 3);
    const grey = 0.299 * red + 0.587 * green + 0.114 * blue; // luma of ITU-R BT.601
    const value = greatest > 0 ? (heat[pixel] ?? 0) / greatest : 0;
    const colour = value > 0 ? warm : cold;
    const share = strongest * Math.abs(value);
    for (let channel = 0; channel < 3; channel++) {
      result[3 * pixel + channel] = Math.round((1 - share) * grey + share * (colour[channel] ?? 0));
    }
  }
  return { pixels: result, height, width, channels: 3 };
}

const channelsOf = (colour: string): readonly number[] => [1, 3, 5].map((place) => Number.parseInt(colour.slice(place, place + 2), 16));
const warm = channelsOf(colours.vermillion);
const cold = channelsOf(colours.blue);
