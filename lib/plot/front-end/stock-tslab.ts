import { createRequire } from "node:module";
import type { MimeBundle } from "../mime.ts";
import type { FrontEnd } from "./contract.ts";

/** The part of tslab's `dist/jupyter.js` that sends a display; its public `display` sends one format at a time only. */
interface TslabJupyter {
  readonly lastWriteDisplayData: ((message: object, update: boolean) => void) | null;
}

/**
 * The stock tslab kernel, where this process is one: a cell must have run in it.
 *
 * tslab lives in the same process, so its module is found among those that are already loaded. It is never loaded from here: another
 * copy would have no connection to the notebook.
 */
export function stockTslab(): FrontEnd | undefined {
  const { cache } = createRequire(import.meta.url);
  const path = Object.keys(cache).find((loaded) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(loaded));
  const send = path && (cache[path]?.exports as TslabJupyter | undefined)?.lastWriteDisplayData;
  if (!send) return undefined;
  return {
    kind: "notebook",
    show: (bundle, { id, update = false } = {}) =>
      send({ data: withoutStill(bundle), metadata: {}, transient: id === undefined ? {} : { display_id: id } }, update),
  };
}

/**
 * A figure without its picture: JupyterLab, which the stock kernel mostly serves, would show that until the pointer comes to it, and it makes
 * one by itself when the figure is drawn.
 */
function withoutStill(bundle: MimeBundle): object {
  if (!("application/vnd.plotly.v1+json" in bundle)) return bundle;
  const types = Object.keys(bundle).filter((type) => type !== "image/png");
  return Object.fromEntries(types.map((type) => [type, bundle[type]]));
}
