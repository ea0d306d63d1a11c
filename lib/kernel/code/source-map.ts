import remapping from "@jridgewell/remapping";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";

/**
 * The source map (JSON) of a cell's code, from those of the two steps in which it was made.
 *
 * @param second from the code that runs to that of the first step
 * @param first from there to the cell as tslab gives it to the compiler, with a line of its own before the learner's
 */
export function composeMaps(second: string, first: string): string {
  const lines = decodedMappings(new TraceMap(first)).map((line) =>
    line.flatMap((segment): [number, number, number, number][] => {
      const [column, source, row, place] = segment;
      return source === undefined || row === undefined || place === undefined || row === 0 ? [] : [[column, source, row - 1, place]];
    }),
  );
  const shifted = { version: 3 as const, names: [], sources: ["cell.ts"], mappings: lines };
  return remapping([second, shifted], () => null, { excludeContent: true }).toString();
}
