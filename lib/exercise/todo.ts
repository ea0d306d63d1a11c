import { inspect } from "node:util";

const mark = Symbol.for("descent.todo");
const display = Symbol.for("Jupyter.display");

/** Thrown where code uses an answer that is still to be written. */
export class NotDoneError extends Error {
  readonly exercise: string;

  constructor(exercise: string) {
    super(`Exercise ${exercise} is not done yet`);
    this.name = "NotDoneError";
    this.exercise = exercise;
  }
}

/**
 * Stands in the place of an answer: `check` recognises it, printing and `show` say it kindly, any other use throws `Exercise 03-2 is not done yet`.
 *
 * @param id the exercise's id
 */
export function todo<T>(id: string): T {
  const refuse = (): never => {
    throw new NotDoneError(id);
  };
  const words = (): string => `[Exercise ${id}: not done yet]`;
  // A function underneath, so that calls and `new` reach the traps too. util.inspect looks at what lies underneath and so never throws.
  const underneath = Object.assign(function todo() {}, { [inspect.custom]: words });
  const traps: Required<ProxyHandler<typeof underneath>> = {
    get: (_, key) => (key === mark ? id : key === display ? () => ({ "text/plain": words() }) : refuse()),
    has: (_, key) => key === display || refuse(),
    apply: refuse,
    construct: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
    getOwnPropertyDescriptor: refuse,
    getPrototypeOf: refuse,
    isExtensible: refuse,
    ownKeys: refuse,
    preventExtensions: refuse,
    set: refuse,
    setPrototypeOf: refuse,
  };
  return new Proxy(underneath, traps) as T;
}

/** The id of the exercise whose answer is still to be written, where `value` stands for one or is the error that using one threw. */
export function unfinished(value: unknown): string | undefined {
  // Only functions are asked for the mark: a property of another value may be a getter of the learner's. instanceof would be a use of a stub.
  if (typeof value !== "function") return value instanceof NotDoneError ? value.exercise : undefined;
  const id: unknown = Reflect.get(value, mark);
  return typeof id === "string" ? id : undefined;
}
