import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { projectRoot } from "../../base/paths.ts";
import { messageOf, Problem } from "../../base/problem.ts";
import { type Notebook, toNotebook } from "../../notebook/index.ts";

/** A notebook on disk, or the percent script that is its source. */
export interface NotebookFile {
  readonly path: string;
  /** Without its extension, such as `03-build-cnn`. */
  readonly name: string;
  readonly notebook: Notebook;
  /** Where it is to run: a notebook in its own folder, a script where learners have the notebook made from it. */
  readonly folder: string;
  readonly kind: "notebook" | "script";
}

/**
 * Reads what a user named: an `.ipynb` file, or a percent script with or without `.ts`, with its solutions in.
 *
 * @throws Problem `no-notebook`, `not-a-notebook` or `empty-notebook`
 */
export async function readNotebookFile(named: string): Promise<NotebookFile> {
  const path = await find(named);
  const text = await readFile(path, "utf8");
  const script = extname(path) === ".ts";
  const name = basename(path, extname(path));
  const notebook = script ? toNotebook(text, { name, solutions: true }) : parse(text, path);
  if (!notebook.cells.some((cell) => cell.cell_type === "code" && cell.source.join("").trim() !== "")) {
    throw new Problem("empty-notebook", `${named} has no code to run`, { hint: "Is it the file you meant?" });
  }
  return { path, name, notebook, folder: script ? scriptFolder(path) : dirname(path), kind: script ? "script" : "notebook" };
}

async function find(named: string): Promise<string> {
  for (const candidate of [named, `${named}.ts`, `${named}.ipynb`]) {
    const found = await stat(candidate).catch(() => undefined);
    if (!found?.isFile()) continue;
    if (/\.(ipynb|ts)$/.test(candidate)) return resolve(candidate);
    throw new Problem("not-a-notebook", `${named} is neither a notebook (.ipynb) nor a percent script (.ts)`, {
      hint: "Name one of the files in notebooks/ or solutions/",
    });
  }
  throw new Problem("no-notebook", `There is no notebook ${named}`, {
    hint: "Name one of the files in notebooks/ or solutions/, such as solutions/03-build-cnn",
  });
}

function scriptFolder(path: string): string {
  const notebooks = join(projectRoot, "notebooks");
  return dirname(path) === join(projectRoot, "solutions") && existsSync(notebooks) ? notebooks : dirname(path);
}

/** A notebook of format 4; in older minor versions cells have no id, and any version may store text as one string. */
function parse(text: string, path: string): Notebook {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new Problem("not-a-notebook", `${path} is not a notebook: ${messageOf(cause)}`, {
      hint: "Was it cut short, or does it hold merge marks?",
      cause,
    });
  }
  if (!isNotebook(content)) {
    throw new Problem("not-a-notebook", `${path} is not a notebook of format 4`, {
      hint: "Open it in JupyterLab and save it, which brings it up to date",
    });
  }
  const cells = content.cells.map((cell, index) => ({ ...cell, id: cell.id ?? `cell-${index + 1}`, source: toLines(cell.source) }));
  return { ...content, cells, nbformat: 4, nbformat_minor: 5 } as unknown as Notebook;
}

interface ParsedNotebook {
  readonly cells: readonly { readonly id?: string; readonly source: string | readonly string[] }[];
}

function isNotebook(content: unknown): content is ParsedNotebook {
  if (typeof content !== "object" || content === null || !("nbformat" in content) || content.nbformat !== 4) return false;
  return "cells" in content && Array.isArray(content.cells) && content.cells.every(isCell);
}

function isCell(cell: unknown): boolean {
  if (typeof cell !== "object" || cell === null || !("cell_type" in cell) || !("source" in cell) || !("metadata" in cell)) return false;
  return typeof cell.source === "string" || (Array.isArray(cell.source) && cell.source.every((line) => typeof line === "string"));
}

function toLines(source: string | readonly string[]): readonly string[] {
  return typeof source === "string" ? (source.match(/[^\n]*\n|[^\n]+$/g) ?? []) : source;
}
