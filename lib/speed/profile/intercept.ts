/** Stands around a method's calls: must `call()` once and return what that gives. */
export type Around = (call: () => unknown, given: readonly unknown[]) => unknown;

/**
 * Puts a function around a method, where the object's class has it: who replaces the method on the object itself meanwhile, as recording
 * a step for compilation does, finds this one when that is over.
 *
 * @returns what puts the method back
 */
export function intercept(object: object, name: string, around: Around): () => void {
  const holder = holderOf(object, name);
  const before = Object.getOwnPropertyDescriptor(holder, name);
  const method: unknown = before?.value;
  if (!before || typeof method !== "function") throw new TypeError(`Expected a method ${name} but got ${typeof method}`);
  Object.defineProperty(holder, name, {
    ...before,
    value(this: unknown, ...given: unknown[]) {
      return around(() => method.apply(this, given), given);
    },
  });
  return () => void Object.defineProperty(holder, name, before);
}

function holderOf(object: object, name: string): object {
  for (let holder: object | null = object; holder; holder = Object.getPrototypeOf(holder)) if (Object.hasOwn(holder, name)) return holder;
  return object;
}
