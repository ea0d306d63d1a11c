import type { Diagnostic } from "tslab/dist/converter.js";

/** A cell that may run. */
export interface ConvertedCell {
  readonly kind: "converted";
  /** CommonJS code for tslab's executor. */
  readonly output: string;
  /** Source maps (version 3, JSON) of the steps from `output` back to the cell, in that order, as `composeMaps` takes them. */
  readonly maps: readonly [second: string, first: string];
  /** The property of `exports` in which the value of the cell's last expression will be. */
  readonly lastExpression: string | undefined;
  /** Code of modules that cells define and this one imports, where it is new or has changed. */
  readonly modules: readonly { readonly path: string; readonly data: string }[];
  /** What the cell imports when it runs: in statements, and in calls of `import` with a literal. */
  readonly specifiers: readonly string[];
}

/** A cell with errors, which must not run. */
export interface RejectedCell {
  readonly kind: "rejected";
  readonly diagnostics: readonly Diagnostic[];
}

/** A cell that defines a module for others to import (`/** @module name *\/`); it is defined also where it has errors. */
export interface DefinedModule {
  readonly kind: "module";
  readonly name: string;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Candidate {
  readonly text: string;
  /** What it is, in a word: `function`, `const`, `property` … */
  readonly type: string;
  /** Its type or declaration, where that is known cheaply. */
  readonly signature?: string;
  readonly documentation?: string;
  readonly deprecated?: boolean;
}

/** What may stand at a position, and which part of the code it replaces. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly Candidate[];
}

/** What a name means, by MIME type. */
export interface Inspection {
  readonly "text/plain": string;
  readonly "text/markdown": string;
}

export type Completeness = { readonly status: "complete" | "invalid" } | { readonly status: "incomplete"; readonly indent: string };

/** What a converted cell declares, as it is kept for later cells. */
export interface Declared {
  /** All that is known when the cell has run to its end. */
  readonly declarations: string;
  /** What the cell itself declares. */
  readonly own: string;
}

/** What the checker's process is asked, by kind, and what it answers. */
export interface Work {
  convert: [
    question: { readonly declarations: string; readonly code: string },
    answer: (ConvertedCell & { readonly declared: Declared }) | RejectedCell | DefinedModule,
  ];
  keepPart: [question: { readonly declarations: string; readonly own: string; readonly assigned: readonly string[] }, answer: string];
  complete: [question: { readonly declarations: string; readonly code: string; readonly position: number }, answer: Completion];
  inspect: [
    question: { readonly declarations: string; readonly code: string; readonly position: number; readonly detail: 0 | 1 },
    answer: Inspection | undefined,
  ];
  isComplete: [question: { readonly code: string }, answer: Completeness];
  forget: [question: Record<string, never>, answer: undefined];
}

export type Kind = keyof Work;

export type Request = { [K in Kind]: { readonly id: number; readonly kind: K; readonly question: Work[K][0] } }[Kind];

export interface Success {
  readonly id: number;
  readonly answer: Work[Kind][1];
}

export interface Failure {
  readonly id: number;
  readonly failure: { readonly name: string; readonly message: string; readonly stack: string };
}
