import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";

/** One statement of what cells declared, as the compiler writes it in a file of declarations. */
interface Declared {
  readonly text: string;
  readonly names: readonly string[];
  /** All words in its text: among them are the names that it needs. */
  readonly words: ReadonlySet<string>;
}

/**
 * What earlier cells declared, statement by statement, so that a cell is checked with those only that it may need: its cost does not
 * grow with the number of cells before it.
 */
export class Declarations {
  readonly text: string;
  readonly #statements: readonly Declared[];

  private constructor(statements: readonly Declared[]) {
    this.#statements = statements;
    this.text = textOf(statements);
  }

  static parse(text: string, compiler: Compiler): Declarations {
    return new Declarations(parse(text, compiler));
  }

  /** What cells added to the globals or to modules, which has no name of its own. */
  get additions(): string {
    return textOf(this.#statements.filter(({ names }) => names.length === 0));
  }

  /** All else. */
  get named(): string {
    return textOf(this.#statements.filter(({ names }) => names.length > 0));
  }

  /** Those that a code or additions may mean, and those that they need in turn. */
  neededBy(code: string): Declarations {
    const byName = new Map<string, Declared[]>();
    for (const statement of this.#statements) {
      for (const name of statement.names) byName.set(name, [...(byName.get(name) ?? []), statement]);
    }
    const needed = new Set<Declared>();
    const words = wordsOf(`${code}\n${this.additions}`);
    for (const word of words) {
      for (const statement of byName.get(word) ?? []) {
        if (needed.has(statement)) continue;
        needed.add(statement);
        for (const further of statement.words) words.add(further); // visited by this very loop
      }
    }
    return new Declarations(this.#statements.filter((statement) => needed.has(statement)));
  }

  /**
   * What is known after a cell.
   *
   * @param own what the cell declares
   * @param remaining what tslab has left of declarations that the cell may have replaced
   */
  after(own: string, remaining: string, compiler: Compiler): Declarations {
    const added = parse(own, compiler);
    const replaced = new Set(added.flatMap(({ names }) => names));
    const isTouched = ({ names }: Declared): boolean => names.some((name) => replaced.has(name));
    const touched = this.#statements.filter(isTouched);
    const inTouched = new Set(touched.flatMap(({ names }) => names));
    const left = touched.length === 0 ? [] : parse(remaining, compiler).filter(({ names }) => names.some((name) => inTouched.has(name)));
    const texts = new Set(added.map(({ text }) => text));
    // What has no name, such as an addition to the globals, would be there twice when its cell is run again.
    const others = this.#statements.filter(
      (statement) => !isTouched(statement) && (statement.names.length > 0 || !texts.has(statement.text)),
    );
    return new Declarations([...added, ...left, ...others]);
  }
}

const textOf = (statements: readonly Declared[]): string => statements.map(({ text }) => text).join("\n");

function parse(text: string, compiler: Compiler): readonly Declared[] {
  const file = compiler.createSourceFile("declared.d.ts", text, compiler.ScriptTarget.Latest, false);
  return file.statements.map((statement) => {
    const own = statement.getFullText(file).trim();
    return { text: own, names: namesOf(statement, compiler), words: wordsOf(own) };
  });
}

const wordsOf = (text: string): Set<string> => new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));

function namesOf(statement: TypeScript.Statement, compiler: Compiler): string[] {
  if (compiler.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (compiler.isIdentifier(name) ? [name.text] : []));
  }
  if (compiler.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const bindings = namedBindings
      ? compiler.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((element) => element.name)
      : [];
    return [...(name ? [name] : []), ...bindings].map(({ text }) => text);
  }
  if (statement.flags & compiler.NodeFlags.GlobalAugmentation) return [];
  const { name } = statement as { readonly name?: TypeScript.Node };
  return name && compiler.isIdentifier(name) ? [name.text] : [];
}
