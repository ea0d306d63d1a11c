import { byLikeness, Problem, plural } from "../../base/index.ts";

/** Names that a message lists at most. */
const listed = 12;

/**
 * Checks that a table has columns of these names.
 *
 * @param options.of what the table is, such as its file, for the message
 * @throws Problem `column-missing`, which names those that are missing and the names nearest to them
 */
export function expectColumns(
  wanted: readonly string[],
  { columns, of }: { readonly columns: readonly string[]; readonly of: string },
): void {
  const missing = wanted.filter((name) => !columns.includes(name));
  const [first] = missing;
  if (first === undefined) return;
  const near = byLikeness(first, columns).slice(0, listed);
  const more = columns.length > near.length ? ` and ${columns.length - near.length} more` : "";
  throw new Problem(
    "column-missing",
    `Expected ${of} to have ${missing.length === 1 ? "the column" : "the columns"} ${missing.join(", ")} but it has ${plural(columns.length, "column")} of other names.`,
    {
      hint:
        near.length === 0
          ? "It has no columns at all: is it the right file?"
          : `Those it has, the nearest to ${first} first: ${near.join(", ")}${more}. Rename one with table.rename({ "${near[0]}": "${first}" }), or choose another version of the file.`,
    },
  );
}
