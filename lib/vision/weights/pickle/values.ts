/** What a pickle makes that JavaScript has no value for. None, numbers, texts and lists are null, numbers (or bigints), strings and arrays. */

export class Tuple {
  readonly items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.items = items;
  }
}

/** A dict, or an OrderedDict. Keys keep their order; a tuple as a key is only found as the same object. */
export class Dict {
  readonly entries = new Map<unknown, unknown>();
}

/** What a call of a function of Python gives. @throws RangeError where the arguments are wrong */
export type Call = (args: readonly unknown[]) => unknown;

/** A function or a class of Python, by its name. */
export class Global {
  /** With its module, such as `torch.FloatStorage`. */
  readonly name: string;
  /** Undefined where it may be named but not called. */
  readonly call: Call | undefined;

  constructor(name: string, call?: Call) {
    this.name = name;
    this.call = call;
  }
}

/** What a pickle may refer to outside of itself. */
export interface Surroundings {
  /** @throws RangeError where it must not be used */
  global(module: string, name: string): Global;
  /** What a persistent id stands for, such as a storage of PyTorch. @throws RangeError where it is none */
  persistent(id: unknown): unknown;
}
