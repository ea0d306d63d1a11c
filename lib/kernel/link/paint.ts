import { styleText } from "node:util";

/** Text coloured with ANSI codes, whatever the process's own output is: front ends draw them. */
export const paint = (format: Parameters<typeof styleText>[0], text: string): string => styleText(format, text, { validateStream: false });
