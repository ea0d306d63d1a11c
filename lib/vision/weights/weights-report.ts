import { basename } from "node:path";
import { escapeHtml, formatCount, plural } from "../../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle } from "../../plot/index.ts";

interface WeightsReportParts {
  readonly file: string;
  readonly origin: string;
  readonly how: string;
  readonly loaded: readonly string[];
  readonly numbers: number;
  readonly kept: readonly string[];
  readonly unused: readonly string[];
}

/** What became of the weights in a file. It shows itself in a few lines. */
export class WeightsReport implements Displayable {
  /** Path of the file. */
  readonly file: string;
  /** Whose format it is: Descent, Keras or PyTorch. */
  readonly origin: string;
  /** Whether layers were found by their names or in their order. */
  readonly how: string;
  /** The model's weights that are the file's now, such as `conv1.kernel`. */
  readonly loaded: readonly string[];
  /** How many numbers these have. */
  readonly numbers: number;
  /** The model's weights that stayed as they were. */
  readonly kept: readonly string[];
  /** What in the file has no place in the model. */
  readonly unused: readonly string[];

  constructor({ file, origin, how, loaded, numbers, kept, unused }: WeightsReportParts) {
    this.file = file;
    this.origin = origin;
    this.how = how;
    this.loaded = loaded;
    this.numbers = numbers;
    this.kept = kept;
    this.unused = unused;
  }

  toString(): string {
    const { file, origin, how, loaded, numbers, kept, unused } = this;
    return [
      `${basename(file)} (${origin}): ${plural(loaded.length, "weight")} loaded ${how}, ${formatCount(numbers)} numbers`,
      ...(kept.length > 0 ? [`kept as they were: ${kept.join(", ")}`] : []),
      ...(unused.length > 0 ? [`not used: ${unused.join(", ")}`] : []),
    ].join("\n");
  }

  [displaySymbol](): MimeBundle {
    const text = this.toString();
    return { "text/plain": text, "text/html": `<div style="padding:8px 12px">${escapeHtml(text).replaceAll("\n", "<br>")}</div>` };
  }
}
