import type { Sources } from "./sources.ts";

/** A line of a source before which another is put. */
interface Insertion {
  readonly file: string;
  readonly before: string;
  readonly text: string;
}

const insertions: readonly Insertion[] = [
  {
    file: "tfjs_backend.h",
    before: " private:\n  TFJSBackend(napi_env env);",
    text: "  TFE_Context *context() const { return tfe_context_; }\n\n",
  },
  { file: "tfjs_binding.cc", before: "static napi_value InitTFNodeJSBinding(", text: '#include "graph_functions.h"\n\n' },
  { file: "tfjs_binding.cc", before: "  // Export TF property types to JS", text: "  graph_functions::Define(env, exports);\n\n" },
];

/**
 * The binding's sources with functions of whole graphs, which lib/compile calls; the package's own can run a graph only as a SavedModel.
 *
 * @param graphFunctions the text of `graph_functions.h`
 * @throws Error when the sources are not those of the version that this was written for
 */
export function withGraphFunctions(sources: Sources, graphFunctions: string): Sources {
  const patched = new Map([...sources, ["graph_functions.h", graphFunctions]]);
  for (const { file, before, text } of insertions) {
    const parts = patched.get(file)?.split(before) ?? [];
    if (parts.length !== 2)
      throw new Error(`Expected ${file} of tfjs-node-gpu to have one line "${before.trim()}" but it has ${parts.length - 1}`);
    patched.set(file, parts.join(`${text}${before}`));
  }
  return patched;
}
