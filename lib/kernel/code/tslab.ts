import { createRequire, Module } from "node:module";
import type * as Executor from "tslab/dist/executor.js";
import type * as Jupyter from "tslab/dist/jupyter.js";

/** tslab's own modules that run cells, as npm installed them. */
export interface Tslab {
  readonly executor: typeof Executor;
  /** Connects tslab's own `display`, which loads tslab's server. */
  readonly connect: () => void;
}

/** Where tslab's `display` looks for a way to the front end. */
type Display = { lastWriteDisplayData: typeof Jupyter.lastWriteDisplayData };

/** As much of a compiler as tslab's executor asks for when it looks for comments at the head of a cell, where there is nothing left to find. */
const noCompiler = {
  version: "",
  sys: {}, // tslab sets a property of it when a cell imports it
  ScriptTarget: {},
  LanguageVariant: {},
  SyntaxKind: { FirstTriviaToken: 1, LastTriviaToken: 1 },
  createScanner: () => ({ setLanguageVariant: () => undefined, setText: () => undefined, scan: () => 0 }),
};

/** Loads tslab without a compiler: cells come to this process as JavaScript, and to load TypeScript takes longer than all else. */
export function loadTslab(display: (data: unknown, place: { readonly id?: string; readonly update?: boolean }) => void): Tslab {
  const require = createRequire(createRequire(import.meta.url).resolve("tslab/dist/executor.js"));
  const id = require.resolve("@tslab/typescript-for-tslab");
  const stand = new Module(id);
  stand.exports = noCompiler;
  stand.loaded = true;
  require.cache[id] = stand;
  const connect = (): void => {
    const jupyter: Display = require("./jupyter.js");
    jupyter.lastWriteDisplayData = ({ data, transient: { display_id: id } }, update) =>
      display(data, id === undefined ? {} : { id, update });
  };
  return { executor: require("./executor.js"), connect };
}
