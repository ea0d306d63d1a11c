import { createRequire, Module } from "node:module";
import type * as Converter from "tslab/dist/converter.js";
import type * as Metadata from "tslab/dist/metadata.js";

/** The parts of tslab that read cells, as npm installed them. */
export interface Tslab {
  readonly converter: typeof Converter;
  readonly metadata: typeof Metadata;
}

const parts = ["./converter.js", "./metadata.js"];
const fork = "@tslab/typescript-for-tslab";

/**
 * Loads tslab on another compiler than its own, which is never loaded. Nothing on disk is changed: Node's cache of modules, in which
 * tslab's modules look first, is given the other one under that name.
 */
export function loadTslab(compiler: object): Tslab {
  const require = createRequire(createRequire(import.meta.url).resolve("tslab/dist/converter.js"));
  const path = require.resolve(fork);
  const substitute = new Module(path);
  substitute.exports = compiler;
  substitute.loaded = true;
  require.cache[path] = substitute;
  for (const part of parts) delete require.cache[require.resolve(part)]; // as loaded on another compiler
  return { converter: require("./converter.js"), metadata: require("./metadata.js") };
}
