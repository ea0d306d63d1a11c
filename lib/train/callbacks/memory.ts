import type { Callback, CallbackState } from "./callback.ts";

/** What a callback remembers from epoch to epoch. */
export interface Memory<S extends object> {
  /** The values by now; assign to its properties. */
  readonly now: S;
  /** To be called in `beforeFit`: begins anew, unless the fit goes on from a checkpoint. */
  begin(): void;
  /** The callback's own `state` and `restore`. */
  readonly carried: Required<Pick<Callback, "state" | "restore">>;
}

/**
 * The memory of a callback that begins anew with each fit, and is taken up where a fit goes on from a checkpoint. Plain JSON only, but for
 * NaN and infinities, which are carried as words.
 *
 * @param initial its values at the start of a fit
 */
export function memory<S extends object>(initial: S): Memory<S> {
  const now = { ...initial };
  let goesOn = false;
  return {
    now,
    begin() {
      if (!goesOn) Object.assign(now, initial);
      goesOn = false;
    },
    carried: {
      state: (): CallbackState => Object.fromEntries(Object.entries(now).map(([name, value]) => [name, packed(value)])),
      restore(state) {
        for (const [name, value] of Object.entries(state)) if (name in now) Object.assign(now, { [name]: unpacked(value) });
        goesOn = true;
      },
    },
  };
}

/** JSON writes a number that is not finite as null. */
const packed = (value: unknown): unknown => (typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value);

const unpacked = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "number" in value ? Number((value as { readonly number: unknown }).number) : value;
