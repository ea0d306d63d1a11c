import { escapeHtml, formatCount, plural } from "../../base/index.ts";
import { type Displayable, displaySymbol, type MimeBundle, table } from "../../plot/index.ts";
import type { ImageFolder } from "../image-folder/image-folder.ts";

/** A file that can't be decoded. */
export interface CorruptImage {
  /** Its path, absolute. */
  readonly path: string;
  /** Its path in the folder. */
  readonly id: string;
  readonly reason: string;
  /** Its size. */
  readonly bytes: number;
}

/** A file that can be decoded but is odd, such as a PNG called `.jpg`. */
export interface OddImage {
  readonly path: string;
  readonly id: string;
  readonly remark: string;
}

export interface CorruptImagesParts {
  readonly folder: string;
  readonly checked: number;
  readonly corrupt: readonly CorruptImage[];
  readonly odd: readonly OddImage[];
}

/** Rows of a table that shows itself; the lists themselves have all. */
const shownRows = 50;

/** Which files of a folder can't be decoded, and why. It shows itself as a table. */
export class CorruptImages implements Displayable {
  readonly folder: string;
  /** How many files were looked into. */
  readonly checked: number;
  readonly corrupt: readonly CorruptImage[];
  /** Files that can be used although they are odd. */
  readonly odd: readonly OddImage[];

  constructor({ folder, checked, corrupt, odd }: CorruptImagesParts) {
    this.folder = folder;
    this.checked = checked;
    this.corrupt = corrupt;
    this.odd = odd;
  }

  /** How many files are corrupt. */
  get length(): number {
    return this.corrupt.length;
  }

  /** The absolute paths of the corrupt files. */
  get paths(): readonly string[] {
    return this.corrupt.map(({ path }) => path);
  }

  /** The pictures of a data set without the corrupt files. */
  keep(dataset: ImageFolder): ImageFolder {
    const corrupt = new Set(this.paths);
    return dataset.subset(dataset.paths.flatMap((path, index) => (corrupt.has(path) ? [] : [index])));
  }

  /** The count, a table of the corrupt files, and one of the odd ones. */
  toString(): string {
    return this.#sections()
      .map(({ title, table }) => (table ? `${title}\n${table}` : title))
      .join("\n\n");
  }

  [displaySymbol](): MimeBundle {
    const html = this.#sections().map(
      ({ title, table }) => `<div style="padding:8px 12px"><div>${escapeHtml(title)}</div>${table?.toHtml() ?? ""}</div>`,
    );
    return { "text/plain": this.toString(), "text/html": html.join("") };
  }

  #sections() {
    const { corrupt, odd, checked, folder } = this;
    const more = (list: readonly unknown[]): string => (list.length > shownRows ? `, the first ${shownRows} of them:` : ":");
    const count = corrupt.length === 0 ? "none" : formatCount(corrupt.length);
    const verdict = `${count} of ${plural(checked, "picture")} in ${folder} ${corrupt.length > 1 ? "are" : "is"} corrupt`;
    return [
      corrupt.length === 0
        ? { title: verdict }
        : {
            title: verdict + more(corrupt),
            table: table(
              ["file", "what is wrong", "bytes"],
              corrupt.slice(0, shownRows).map(({ id, reason, bytes }) => [id, reason, bytes]),
            ),
          },
      ...(odd.length === 0
        ? []
        : [
            {
              title: `${plural(odd.length, "file")} can be used although odd${more(odd)}`,
              table: table(
                ["file", "remark"],
                odd.slice(0, shownRows).map(({ id, remark }) => [id, remark]),
              ),
            },
          ]),
    ];
  }
}
