import type { Operation } from "./operation.ts";

/** A stretch of time in a flame chart: what was called, within what. */
export interface Box {
  readonly name: string;
  readonly kind: "line" | "scope" | "operation";
  /** 0 is the outermost. */
  readonly level: number;
  /** Milliseconds. */
  readonly start: number;
  end: number;
}

interface Step {
  readonly key: unknown;
  readonly name: string;
  readonly kind: Box["kind"];
}

/** The boxes of a flame chart: the user's line, in it the scopes from the outermost in, in them the operation, in that those it called. */
export function boxesOf(operations: readonly Operation[]): Box[] {
  const boxes: Box[] = [];
  let open: { readonly key: unknown; readonly box: Box }[] = [];
  // Those that began first are first; of two that began together the outer one is.
  for (const operation of operations.toSorted((one, other) => one.start - other.start || depthOf(one) - depthOf(other))) {
    const path = pathOf(operation);
    const differs = path.findIndex(({ key }, level) => open[level]?.key !== key);
    open = open.slice(0, differs < 0 ? path.length : differs);
    for (const { key, name, kind } of path.slice(open.length)) {
      const box = { name, kind, level: open.length, start: operation.start, end: operation.end };
      open.push({ key, box });
      boxes.push(box);
    }
    for (const { box } of open) box.end = Math.max(box.end, operation.end);
  }
  return boxes;
}

function pathOf(operation: Operation): Step[] {
  const { line = "no line of yours", name, within, scopes } = operation;
  const outer: Step[] = within ? pathOf(within) : [{ key: line, name: line, kind: "line" }];
  const own = scopes.slice(within?.scopes.length ?? 0).map((scope): Step => ({ key: scope.number, name: scope.name, kind: "scope" }));
  return [...outer, ...own, { key: operation, name, kind: "operation" }];
}

const depthOf = ({ within }: Operation): number => (within ? 1 + depthOf(within) : 0);
