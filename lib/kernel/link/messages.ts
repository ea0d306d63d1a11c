/** What the front of the kernel and its code process say to each other. */
import type { Content } from "../protocol/message.ts";

/** A module that a cell defined with `/** @module name *\/`, as tslab's executor takes it. */
export interface CellModule {
  readonly path: string;
  readonly data: string;
}

/** A cell, converted to JavaScript. */
export interface CellCode {
  /** The cell's own text, for tracebacks. */
  readonly source: string;
  /** CommonJS that sets what the cell declares on `exports`. */
  readonly output: string;
  /** Source maps (version 3, JSON) of the steps from `output` back to `source`, in that order. */
  readonly maps: readonly [second: string, first: string];
  /** Name under which `output` exports the cell's last value. */
  readonly lastExpression: string | undefined;
  readonly modules: readonly CellModule[];
  /** What the cell imports. */
  readonly specifiers: readonly string[];
}

export interface ExecuteCommand {
  readonly type: "execute";
  /** Names the request in both processes; a cell's number may come twice. */
  readonly id: number;
  readonly number: number;
  readonly code: CellCode;
  readonly options: {
    /** Whether the front end that asked draws Plotly figures and keeps pictures of them by itself. */
    readonly drawsPlotly: boolean;
    /** Whether its user can be asked for input. */
    readonly asksInput: boolean;
  };
}

/** A message of a comm, in either direction. */
export interface CommMessage {
  readonly type: "comm_open" | "comm_msg" | "comm_close";
  readonly content: Content;
  readonly metadata?: Content;
  readonly buffers?: readonly Uint8Array[];
}

/** What the front sends. */
export type Command =
  | ExecuteCommand
  /** Loads packages that the cell of this id is going to import, while its types are checked. */
  | { readonly type: "prefetch"; readonly id: number; readonly packages: readonly string[] }
  /** Asks the running code to stop; `id` comes back as `heard` where the process still listens. */
  | { readonly type: "interrupt"; readonly id: number }
  /** Stops code that does not listen: its loops throw. */
  | { readonly type: "break" }
  /** What the user answered to `input`; null where the question was put away. */
  | { readonly type: "answer"; readonly text: string | null }
  | { readonly type: "comm"; readonly request: number; readonly message: CommMessage }
  | { readonly type: "exit" };

/** What ended a cell, in the words of Jupyter's protocol. */
export interface Failure {
  readonly ename: string;
  readonly evalue: string;
  /** Lines for people, coloured with ANSI codes. */
  readonly traceback: readonly string[];
}

/** How a cell's code ended. */
export interface CellResult {
  readonly failure?: Failure;
  /** Its last value in several forms, by MIME type. */
  readonly bundle?: Content;
  /** Of a cell that failed: the variables that it had set by then. */
  readonly assigned?: readonly string[];
}

/** What the code process sends; `cell` is the id of the request to which it belongs. */
export type Report =
  | { readonly type: "ready" }
  | { readonly type: "heard"; readonly id: number }
  | { readonly type: "stream"; readonly cell: number; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly type: "publish";
      readonly cell: number;
      readonly message: string;
      readonly content: Content;
      readonly metadata?: Content;
      readonly buffers?: readonly Uint8Array[];
    }
  | { readonly type: "ask"; readonly cell: number; readonly prompt: string; readonly password: boolean }
  | { readonly type: "done"; readonly cell: number; readonly result: CellResult };
