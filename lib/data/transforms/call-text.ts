/** A value as one would write it in code, shortened where it is long: a transform as its call, such as `randomRotation(30)`. */
export function callText(value: unknown): string {
  if (typeof value === "number") return String(Number(value.toPrecision(4)));
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return value.name || "…";
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as Uint8Array).length})`;
  if (Array.isArray(value)) return value.length > 12 ? `[… ${value.length} values]` : `[${value.map(callText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (isCall(value)) return `${value.name}(${value.options.map(callText).join(", ")})`;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return entries.length === 0 ? "{}" : `{ ${entries.map(([key, entry]) => `${key}: ${callText(entry)}`).join(", ")} }`;
}

function isCall(value: object): value is { name: string; options: readonly unknown[] } {
  return "name" in value && typeof value.name === "string" && "options" in value && Array.isArray(value.options);
}
