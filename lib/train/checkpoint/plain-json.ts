/** How a number is written that JSON has no word for. */
const numberKey = "$number";

/** Plain data as JSON in which NaN and the infinities survive. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? { [numberKey]: String(part) } : part,
  );
}

/** What `toJson` wrote. @throws SyntaxError when it is not JSON */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, part: unknown) =>
    typeof part === "object" && part !== null && numberKey in part ? Number(part[numberKey]) : part,
  );
}
