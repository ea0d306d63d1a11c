import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Instrumented } from "./instrument.ts";
import { composeMaps } from "./source-map.ts";

/** What tslab writes before a cell's code, on its first line. */
const prefix = { plain: "(function(exports, require) { ".length, async: "(async function(exports, require) { ".length };

interface RunCell {
  readonly source: string;
  /** Source maps of the steps from the JavaScript back to the source. They are put together when a place is asked for: most cells don't fail. */
  readonly maps: readonly [second: string, first: string];
  readonly originalColumn: Instrumented["originalColumn"];
  readonly awaitsAtTop: boolean;
}

/** A place in a cell as its author wrote it. Lines count from 1, columns from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the places in cells that places in the code which runs stand for. */
export class Places {
  readonly #cells = new Map<number, RunCell & { traceMap?: TraceMap }>();

  add(number: number, cell: RunCell): void {
    this.#cells.set(number, cell);
  }

  /**
   * @param line of the running code, from 1
   * @param column of the running code, from 1
   * @returns undefined for what no line of the cell stands for
   */
  find(number: number, line: number, column: number): Place | undefined {
    const cell = this.#cells.get(number);
    if (cell === undefined) return undefined;
    cell.traceMap ??= new TraceMap(composeMaps(...cell.maps));
    const before = line === 1 ? prefix[cell.awaitsAtTop ? "async" : "plain"] : 0;
    const at = { line, column: cell.originalColumn(line, Math.max(0, column - 1 - before)) };
    const found = originalPositionFor(cell.traceMap, at);
    return found.line === null ? undefined : { line: found.line, column: found.column };
  }

  /** A cell's lines; none where no such cell has run. */
  linesOf(number: number): readonly string[] {
    return this.#cells.get(number)?.source.split("\n") ?? [];
  }
}
