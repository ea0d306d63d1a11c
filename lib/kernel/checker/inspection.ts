import type * as TypeScript from "typescript-6";
import type { Compiler } from "./compiler.ts";
import type { Inspection } from "./messages.ts";
import type { Info } from "./quick-info.ts";

/** What TypeScript knows of a name, for people: its declaration, words about it and, with `detail`, its definition. */
export function inspectionOf(info: Info, detail: 0 | 1, compiler: Compiler): Inspection {
  const { displayPartsToString } = compiler;
  const signature = displayPartsToString(info.displayParts).replace(/^\(alias\) module ".*"\n/, ""); // the import says it better
  const documentation = wordsOf(info.documentation, compiler);
  const tags = (info.tags ?? []).map(({ name, text }) => ({ name, text: wordsOf(text, compiler) }));
  const definition = detail === 1 ? (info.definition ?? "") : "";
  const plain = tags.map(({ name, text }) => `@${name} ${text}`.trim()).join("\n");
  return {
    "text/plain": [signature, documentation, plain, definition].filter(Boolean).join("\n\n"),
    "text/markdown": [codeBlock(signature), documentation, ...tags.map(markdownOf), definition && codeBlock(definition)]
      .filter(Boolean)
      .join("\n\n"),
  };
}

/** Words about a name, as plain text. */
export function wordsOf(parts: TypeScript.SymbolDisplayPart[] | undefined, { displayPartsToString }: Compiler): string {
  return displayPartsToString(parts)
    .trim()
    .replace(/\{@link (\S+) \}/g, "{@link $1}"); // a link that leads nowhere gets a space
}

const codeBlock = (code: string): string => `\`\`\`ts\n${code}\n\`\`\``;

function markdownOf({ name, text }: { readonly name: string; readonly text: string }): string {
  if (name === "example") return `*@example*\n${text.includes("```") ? text : codeBlock(text)}`;
  const [, first, rest = ""] = /^(\S+)\s*(?:[-–—]\s*)?([\s\S]*)$/.exec(text) ?? [];
  if (name === "param" && first !== undefined) return `*@param* \`${first}\` ${rest}`.trim();
  return `*@${name}* ${text}`.trim();
}
