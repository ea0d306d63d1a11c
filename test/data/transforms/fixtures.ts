import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Image } from "../../../lib/data/image/image.ts";

interface Recorded {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly values: string;
}

interface Fixture {
  readonly source: Image;
  readonly expected: ReadonlyMap<string, Image>;
}

const file = new URL("../../fixtures/transforms/expected.json.gz", import.meta.url);
const content: Record<string, { source: Recorded; expected: Record<string, Recorded> }> = JSON.parse(
  gunzipSync(readFileSync(file)).toString(),
);

const decoded = ({ height, width, channels, values }: Recorded): Image =>
  new Image({ height, width, channels, values: new Uint8Array(Buffer.from(values, "base64")) });

/** A picture and what Pillow makes of it, from test/fixtures/transforms/make.py. */
export function fixture(name: "colour" | "grey" | "hue sweep"): Fixture {
  const found = content[name];
  if (!found) throw new Error(`no fixture ${name}`);
  return {
    source: decoded(found.source),
    expected: new Map(Object.entries(found.expected).map(([place, recorded]) => [place, decoded(recorded)])),
  };
}
