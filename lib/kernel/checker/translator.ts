import type { Converter } from "tslab/dist/converter.js";
import type { Compiler } from "./compiler.ts";
import { completionOf } from "./completion.ts";
import { Declarations } from "./declarations.ts";
import type { Seen } from "./emission.ts";
import { withoutExports } from "./exports.ts";
import { inspectionOf } from "./inspection.ts";
import type { Kind, Work } from "./messages.ts";
import { ownPart } from "./own-part.ts";
import type { Preloaded } from "./preloaded.ts";
import type { Info } from "./quick-info.ts";
import type { RolledUp } from "./resolver.ts";
import { substituteFor } from "./substitute.ts";
import { systemFor } from "./system.ts";
import type { Tslab } from "./tslab.ts";
import { importsOwnProject } from "./types/own-project.ts";

type Translations = { [K in Kind]: (question: Work[K][0]) => Work[K][1] };

/** TypeScript's numbers for what a further line may end: "'*\/' expected" and "Unterminated template literal". */
const open = { comment: 1010, template: 1160 } as const;

/** Does what the checker's process is asked for, with tslab's converter on stock TypeScript. It knows no earlier cells by itself. */
export class Translator implements Translations {
  readonly #compiler: Compiler;
  readonly #tslab: Tslab;
  readonly #seen: Seen = { own: "", firstMap: "", secondMap: "", specifiers: [] };
  readonly #additions = { text: "" };
  #converter: Converter;
  /** What is known after the cell that was converted last; most often the next one is told the same. */
  #last: Declarations;
  #known: Declarations;

  /** @param folder the notebook's: imports are looked for from there */
  constructor(folder: string, { compiler, loadTslab, files, library, rolledUp }: Preloaded) {
    this.#compiler = compiler;
    const system = systemFor(compiler.sys, folder.replaceAll("\\", "/"), library);
    const additions = this.#additions;
    const types: RolledUp = importsOwnProject(system) ? rolledUp : new Map();
    this.#tslab = loadTslab(substituteFor(compiler, { system, files, rolledUp: types, additions, seen: this.#seen }));
    this.#converter = this.#newConverter();
    this.#last = Declarations.parse("", compiler);
    this.#known = this.#last;
  }

  convert({ declarations, code }: Work["convert"][0]): Work["convert"][1] {
    const metadata = this.#tslab.metadata.getCodeMetadata(code);
    if (metadata.module !== undefined) {
      const name = metadata.module;
      return { kind: "module", name, diagnostics: this.#attempt((converter) => converter.addModule(name, code, metadata)) };
    }
    const seen = this.#seen;
    const cell = withoutExports(code, this.#compiler);
    const earlier = this.#parsed(declarations);
    const needed = earlier.neededBy(cell).text;
    this.#additions.text = earlier.additions;
    const { output = "", declOutput = "", ...converted } = this.#attempt((converter) => converter.convert(needed, cell));
    if (converted.diagnostics.length > 0) return { kind: "rejected", diagnostics: converted.diagnostics };
    this.#last = earlier.after(seen.own, declOutput.slice(seen.own.length), this.#compiler);
    return {
      kind: "converted",
      output,
      maps: [seen.secondMap, seen.firstMap],
      lastExpression: converted.lastExpressionVar,
      modules: converted.sideOutputs ?? [],
      specifiers: seen.specifiers,
      declared: { declarations: this.#last.text, own: seen.own },
    };
  }

  keepPart({ declarations, own, assigned }: Work["keepPart"][0]): string {
    // The remaining declarations, taken as a cell, push those aside that they replace.
    const part = this.convert({ declarations, code: ownPart(own, assigned, this.#compiler) });
    return part.kind === "converted" ? part.declared.declarations : declarations;
  }

  complete({ declarations, code, position }: Work["complete"][0]): Work["complete"][1] {
    this.#seen.completing = undefined;
    const info = this.#attempt((converter) => converter.complete(this.#named(declarations), code, position));
    const { completing } = this.#seen;
    return completing ? completionOf(info, this.#compiler, completing) : { start: position, end: position, candidates: [] };
  }

  inspect({ declarations, code, position, detail }: Work["inspect"][0]): Work["inspect"][1] {
    const info = this.#attempt((converter) => converter.inspect(this.#named(declarations), code, position)) as unknown as Info | undefined;
    return info && inspectionOf(info, detail, this.#compiler);
  }

  isComplete({ code }: Work["isComplete"][0]): Work["isComplete"][1] {
    const { completed, indent = "" } = this.#tslab.converter.isCompleteCode(code);
    if (!completed) return { status: "incomplete", indent };
    const { ScriptTarget } = this.#compiler;
    const file = this.#compiler.createSourceFile("cell.ts", `${code}\nexport {};`, ScriptTarget.Latest, false);
    const { parseDiagnostics } = file as typeof file & { readonly parseDiagnostics: readonly { readonly code: number }[] };
    if (parseDiagnostics.some(({ code }) => code === open.comment || code === open.template)) return { status: "incomplete", indent: "" };
    return { status: parseDiagnostics.length > 0 ? "invalid" : "complete" };
  }

  forget(): undefined {
    this.#converter.close();
    this.#converter = this.#newConverter();
  }

  /** Declarations with names; those without go their own way. */
  #named(declarations: string): string {
    const parsed = this.#parsed(declarations);
    this.#additions.text = parsed.additions;
    return parsed.named;
  }

  #parsed(declarations: string): Declarations {
    if (this.#last.text === declarations) this.#known = this.#last;
    else if (this.#known.text !== declarations) this.#known = Declarations.parse(declarations, this.#compiler);
    return this.#known;
  }

  /** Does something with the converter; where it breaks down in that, the next cell gets a new one. */
  #attempt<T>(act: (converter: Converter) => T): T {
    try {
      return act(this.#converter);
    } catch (error) {
      this.#converter = this.#newConverter();
      throw error;
    }
  }

  #newConverter(): Converter {
    return this.#tslab.converter.createConverter({ isJS: false, isBrowser: false });
  }
}
