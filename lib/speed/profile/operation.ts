/** A named stretch of a run, such as the TensorFlow.js function `conv2d`, or "forward" and "backward" of a gradient. */
export interface Scope {
  readonly name: string;
  /** Its turn: two calls of one function are two scopes. */
  readonly number: number;
}

/** One call of a kernel of TensorFlow.js, of an operation of TensorFlow's library, or of a compiled step. Times count from the run's start. */
export interface Operation {
  readonly name: string;
  /** "file:line" of the innermost line that asked for it and is neither TensorFlow.js' nor this library's. */
  readonly line: string | undefined;
  /** From the outermost to the innermost. */
  readonly scopes: readonly Scope[];
  /** The operation that called this one, where one did. */
  readonly within: Operation | undefined;
  /** Milliseconds. */
  readonly start: number;
  readonly end: number;
  /** Milliseconds without those of operations that it called. */
  readonly ownTime: number;
  /** Bytes of the tensors that came out. */
  readonly bytes: number;
}
