import { describe, oneOf, positiveInteger } from "../../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle, picturePng } from "../../plot/index.ts";

export interface ImageParts {
  /** Bytes 0 … 255, or floats once a transform made them; rows from the top, `[height, width, channels]`. */
  readonly values: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/** One picture in memory: what a file is decoded to and what transforms take and give. It shows itself. */
export class Image implements Displayable {
  readonly values: Uint8Array | Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;

  /** @throws RangeError when the values are not `height × width × channels`; TypeError when they are neither bytes nor float32 */
  constructor({ values, height, width, channels }: ImageParts) {
    positiveInteger({ height, width });
    oneOf({ channels }, [1, 3]);
    if (!(values instanceof Uint8Array) && !(values instanceof Float32Array)) {
      throw new TypeError(`Expected the values of a picture as Uint8Array (0 … 255) or Float32Array but got ${describe(values)}`);
    }
    if (values.length !== height * width * channels) {
      throw new RangeError(
        `Expected ${height * width * channels} values, [${height}, ${width}, ${channels}], but got ${values.length}: ` +
          "are height and width swapped, or is it another number of channels?",
      );
    }
    this.values = values;
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /** `[height, width, channels]` */
  get shape(): readonly [number, number, number] {
    return [this.height, this.width, this.channels];
  }

  /** The values as bytes. @throws TypeError when a transform has made them floats */
  get pixels(): Uint8Array {
    if (this.values instanceof Uint8Array) return this.values;
    throw new TypeError(
      "Expected a picture of bytes 0 … 255 but got one of floats: put this transform before toTensor(), convertImageDtype() or normalize().",
    );
  }

  toString(): string {
    const kind = this.values instanceof Uint8Array ? "bytes 0 … 255" : "float32";
    return `Picture of ${this.height} × ${this.width} pixels, ${this.channels === 1 ? "grey" : "in colour"}, ${kind}`;
  }

  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString(), "image/png": picturePng(this) };
  }
}
