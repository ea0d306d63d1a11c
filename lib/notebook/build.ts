import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { writeAtomically } from "../base/files.ts";
import { projectRoot } from "../base/paths.ts";
import { checkDefinitions } from "./definitions.ts";
import { sourceProblem } from "./source-problem.ts";
import { readScript, toNotebook } from "./to-notebook.ts";

export interface BuildOptions {
  /** Only compare, write nothing. */
  readonly check?: boolean;
  /** Folder of the sources. */
  readonly from?: string;
  /** Folder of the notebooks. */
  readonly to?: string;
  /** Folder of the exercise definitions, one file for each source with exercises. */
  readonly definitions?: string;
}

export interface BuildReport {
  /** Notebooks that were written. */
  readonly written: readonly string[];
  /** Notebooks that already were what their source says. */
  readonly unchanged: readonly string[];
  /** What a build would change or can't explain; after a build only notebooks without a source can be left. */
  readonly stale: readonly { readonly notebook: string; readonly reason: "differs from its source" | "missing" | "has no source" }[];
}

const sourceName = /^(\d\d-[a-z0-9-]+)\.ts$/;

/**
 * Writes the learners' notebook of every script `NN-name.ts`, each whole and only where it changes.
 *
 * All sources are checked before the first notebook is written.
 *
 * @throws Problem naming file and line of a mistake in a source
 */
export async function buildNotebooks(options: BuildOptions = {}): Promise<BuildReport> {
  const { check = false, from = join(projectRoot, "solutions"), to = join(projectRoot, "notebooks") } = options;
  const definitions = options.definitions ?? join(projectRoot, "lib/course/exercises");
  const names = (await readdir(from)).flatMap((file) => sourceName.exec(file)?.[1] ?? []).sort();
  const wanted = new Map<string, string>();
  for (const name of names) {
    const text = await readFile(join(from, `${name}.ts`), "utf8");
    const notebook = toNotebook(text, { name, solutions: false });
    checkDefinitions(readScript(text, name), await definedIds(join(definitions, `${name}.ts`)));
    wanted.set(`${name}.ipynb`, `${JSON.stringify(notebook, null, 1)}\n`);
  }

  const found = existsSync(to) ? (await readdir(to)).filter((file) => file.endsWith(".ipynb")).sort() : [];
  const report = { written: [] as string[], unchanged: [] as string[], stale: [] as BuildReport["stale"][number][] };
  for (const [file, content] of wanted) {
    const path = join(to, file);
    const before = found.includes(file) ? await readFile(path, "utf8") : undefined;
    if (before === content) report.unchanged.push(shown(path));
    else if (check) report.stale.push({ notebook: shown(path), reason: before === undefined ? "missing" : "differs from its source" });
    else {
      await writeAtomically(path, content);
      report.written.push(shown(path));
    }
  }
  for (const file of found) if (!wanted.has(file)) report.stale.push({ notebook: shown(join(to, file)), reason: "has no source" });
  return report;
}

const shown = (path: string): string => {
  const short = relative(projectRoot, path);
  return short.startsWith("..") ? path : short;
};

/** The ids of a definition file and the file as messages name it; no ids where there is no file. */
async function definedIds(path: string): Promise<{ readonly file: string; readonly ids: readonly string[] }> {
  if (!existsSync(path)) return { file: shown(path), ids: [] };
  const { default: course } = (await import(pathToFileURL(path).href)) as { readonly default?: { readonly exercises?: unknown } };
  const exercises = course?.exercises;
  if (typeof exercises !== "object" || exercises === null) {
    throw sourceProblem(
      { file: shown(path), line: 1 },
      "Expected a default export with exercises",
      "Write: export default course(…, { … })",
    );
  }
  return { file: shown(path), ids: Object.keys(exercises) };
}
