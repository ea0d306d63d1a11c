import { inspect } from "node:util";
import { escapeHtml } from "../base/format.ts";
import { colours, type Displayable, displaySymbol, type MimeBundle, show } from "../plot/index.ts";

/** How a message looks: its colour tells no more than its sign and its words do, so nobody has to see colours. */
interface Look {
  readonly sign: string;
  readonly colour: string;
}

export const looks = {
  right: { sign: "✔", colour: colours.green },
  partly: { sign: "◐", colour: colours.orange },
  wrong: { sign: "✘", colour: colours.vermillion },
  error: { sign: "⚠", colour: colours.purple },
  open: { sign: "○", colour: "#767676" },
  help: { sign: "➜", colour: colours.blue },
} as const satisfies Readonly<Record<string, Look>>;

export interface MessageParts {
  readonly look: Look;
  /** Said first and in bold, such as `PASS: 4 of 4.` */
  readonly title: string;
  readonly text: string;
  /** Program code below the text. */
  readonly code?: string;
  /** Said last, in smaller letters. */
  readonly small?: readonly string[];
}

/** A few words to the learner in a coloured frame; plain words in a terminal. */
export class Message implements Displayable {
  readonly #parts: MessageParts;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  toString(): string {
    const { title, text, code, small = [] } = this.#parts;
    return [`${title} ${text}`, ...(code === undefined ? [] : [code]), ...small].join("\n");
  }

  [inspect.custom](): string {
    return this.toString();
  }

  [displaySymbol](): MimeBundle {
    const { look, title, text, code, small = [] } = this.#parts;
    const html = [
      `<div style="border-left: 5px solid ${look.colour}; padding: 4px 12px; margin: 4px 0; max-width: 60em">`,
      `<b>${look.sign} ${escapeHtml(title)}</b> ${escapeHtml(text)}`,
      ...(code === undefined ? [] : [`<pre style="margin: 6px 0">${escapeHtml(code)}</pre>`]),
      ...small.map((line) => `<br><small>${escapeHtml(line)}</small>`),
      "</div>",
    ];
    return { "text/plain": this.toString(), "text/html": html.join("") };
  }
}

/** Shows a message in the running cell. */
export function say(parts: MessageParts): void {
  void show(new Message(parts));
}
