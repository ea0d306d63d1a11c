import { formatBytes, Problem } from "../../base/index.ts";
import { type CatalogEntry, findEntry, type Holding } from "../catalog/index.ts";

/** What every data verb is told. */
export interface CommandOptions {
  /** Print JSON on stdout. */
  readonly json?: boolean;
  /** The catalog; by default the project's. */
  readonly catalog?: readonly CatalogEntry[];
  readonly signal?: AbortSignal;
}

/** Words for people, on stderr: stdout is for results. */
export function say(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** A result, on stdout. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The data sets that were named. @throws Problem `usage-unknown-dataset`, which lists the known ones */
export function entriesNamed(catalog: readonly CatalogEntry[], ids: readonly string[]): readonly CatalogEntry[] {
  try {
    return ids.map((id) => findEntry(catalog, id));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem(`usage-${error.code}`, error.message, { hint: error.hint, cause: error });
  }
}

/** Where a data set is: `mirror`, `cache`, both, `part in …`, `damaged`, or `–` where nothing of it is here. */
export function whereabouts(holdings: readonly Holding[]): string {
  const needed = holdings.filter(({ optional }) => !optional);
  const counted = needed.length > 0 ? needed : holdings;
  const here = counted.filter(({ place }) => place);
  if (here.length === 0) return counted.some(({ found }) => found.length > 0) ? "damaged" : "–";
  const places = Array.from(new Set(here.map(({ place }) => place?.in))).join(" and ");
  return here.length === counted.length ? places : `part in ${places}`;
}

/** The bytes of what one gets without asking for more, as far as they are known, and whether they all are. */
export function bytesOf(holdings: readonly Holding[]): { readonly bytes: number; readonly exact: boolean } {
  const needed = holdings.filter(({ optional }) => !optional);
  return {
    bytes: needed.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    exact: needed.every(({ bytes }) => bytes !== undefined),
  };
}

/** `20.1 MB`, `> 11.6 MB` where some are unknown, `?` where all are. */
export function sizeWords({ bytes, exact }: ReturnType<typeof bytesOf>): string {
  if (exact) return formatBytes(bytes);
  return bytes > 0 ? `> ${formatBytes(bytes)}` : "?";
}
