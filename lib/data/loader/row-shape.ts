import type { Written } from "../pixels/index.ts";

/** What each picture of a batch must become: `count` pictures of one size. */
export type RowShape = Written;

/** Values of a row of a batch. */
export const volumeOf = ({ height, width, channels, count }: RowShape): number => height * width * channels * count;

/** Makes sure that a picture has become what the first one did. @throws RangeError with both and the mend */
export function expectRow(got: RowShape, wanted: RowShape, { name, like }: { readonly name: string; readonly like: string }): void {
  if (got.height === wanted.height && got.width === wanted.width && got.channels === wanted.channels && got.count === wanted.count) return;
  throw new RangeError(
    `Expected pictures of one size, ${inWords(wanted)} as ${like} has become, but ${name} has become ${inWords(got)}.\n` +
      "  A batch is one tensor. Let the transforms end in one size: T.resize([height, width]), T.randomResizedCrop(128), or T.resize(160) and T.centerCrop(128). Or make batches of another form with collate.",
  );
}

function inWords({ height, width, channels, count }: RowShape): string {
  return `${count === 1 ? "" : `${count} × `}[${height}, ${width}, ${channels}]`;
}
