/** What went wrong at an edge of the project (command line, server, set-up): a stable code, a message, and the mend. */
export class Problem extends Error {
  readonly code: string;
  /** What the reader can do about it, as a sentence or a command. */
  readonly hint: string;

  /** @param code stable, in kebab-case, for programs that react to it */
  constructor(code: string, message: string, options: { readonly hint: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.hint = options.hint;
  }

  toJSON(): { code: string; message: string; hint: string } {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
