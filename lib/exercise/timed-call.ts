import { Script } from "node:vm";

const work = Symbol.for("descent.work");
const script = new Script('globalThis[Symbol.for("descent.work")]()');

/**
 * Calls a function and stops it, even in a loop that never ends, when its time is up or Ctrl-C is pressed.
 *
 * Only the part before its first `await` is watched. node:vm stops whatever runs while its script runs, so calling through a script is enough.
 *
 * @param milliseconds a positive integer
 * @throws Error with code `ERR_SCRIPT_EXECUTION_TIMEOUT` or `ERR_SCRIPT_EXECUTION_INTERRUPTED`, or what the function throws
 */
export function timedCall<T>(call: () => T, milliseconds: number): T {
  const scope = globalThis as { [work]?: () => unknown };
  const outer = scope[work];
  scope[work] = call;
  try {
    return script.runInThisContext({ timeout: milliseconds, breakOnSigint: true }) as T;
  } finally {
    if (outer) scope[work] = outer;
    else delete scope[work];
  }
}

/** Whether an error says that time was up. */
export function timedOut(error: unknown): boolean {
  return codeOf(error) === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}

/** Whether an error says that the user pressed Stop. */
export function stopped(error: unknown): boolean {
  return codeOf(error) === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}
