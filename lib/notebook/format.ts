/** Jupyter's notebook format, version 4.5, as far as the project reads and writes it. */

export interface NotebookOutput {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly [field: string]: unknown;
}

interface CellBase {
  /** 1 to 64 letters, digits, `-` and `_`, unique in the notebook. */
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Lines, each with its line end but the last. */
  readonly source: readonly string[];
}

export interface TextCell extends CellBase {
  readonly cell_type: "markdown" | "raw";
}

export interface CodeCell extends CellBase {
  readonly cell_type: "code";
  readonly outputs: readonly NotebookOutput[];
  readonly execution_count: number | null;
}

export type NotebookCell = TextCell | CodeCell;

export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}
