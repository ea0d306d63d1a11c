import { createRequire } from "node:module";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import type * as Converter from "tslab/dist/converter.js";
import type * as Executor from "tslab/dist/executor.js";
import type * as Inspect from "tslab/dist/inspect.js";
import type * as Jupyter from "tslab/dist/jupyter.js";
import type * as Metadata from "tslab/dist/metadata.js";
import { adjustCompiler } from "./compiler.ts";

/** tslab's own modules, as npm installed them. */
export interface Tslab {
  readonly compiler: typeof TypeScript;
  readonly converter: typeof Converter;
  readonly executor: typeof Executor;
  readonly inspect: typeof Inspect;
  readonly metadata: typeof Metadata;
  /** Of tslab's own server only the place is used where its `display` looks for a way to the front end. */
  readonly jupyter: { lastWriteDisplayData: typeof Jupyter.lastWriteDisplayData };
}

/** Loads tslab on a TypeScript that is adjusted for notebooks in `folder`. */
export function loadTslab(folder: string): Tslab {
  const here = createRequire(import.meta.url);
  const require = createRequire(here.resolve("tslab/dist/converter.js"));
  adjustCompiler(require, folder);
  return {
    compiler: require("@tslab/typescript-for-tslab"),
    converter: require("./converter.js"),
    executor: require("./executor.js"),
    inspect: require("./inspect.js"),
    jupyter: require("./jupyter.js"),
    metadata: require("./metadata.js"),
  };
}
