/** A name, also of a member: `tf.tidy`. */
const name = "[\\p{ID_Start}$_][\\p{ID_Continue}$.]*";
const before = new RegExp(`^\\s*\\?{1,2}\\s*(${name})\\s*$`, "u");
const after = new RegExp(`^\\s*(${name})\\s*(\\?{1,2})\\s*$`, "u");

/** What a cell asks about that is no code but a question in IPython's form: `loader?`, `?loader`, or with two marks for all there is to know. */
export interface Question {
  readonly name: string;
  readonly detail: 0 | 1;
}

/** The question that a cell is; undefined for code. */
export function questionIn(source: string): Question | undefined {
  const [, asked] = before.exec(source) ?? after.exec(source) ?? [];
  return asked === undefined ? undefined : { name: asked, detail: source.includes("??") ? 1 : 0 };
}
