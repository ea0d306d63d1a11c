import { type Data, exercise, type Verdict } from "../../exercise/index.ts";

/** A row of a profile, as `byOperation` has it. */
interface OperationRow {
  readonly name: string;
  readonly ms: number;
  /** Part of the whole time, 0 … 1. */
  readonly share: number;
}
export interface Reading {
  readonly operation: string | undefined;
  readonly atMost: number;
  /** The rows of the profile that was read. */
  readonly profile: readonly OperationRow[];
}

/** How far the factor may lie from the right one: it is read from a table with one digit after the point. */
const tolerance = 0.02;

const exampleProfile: readonly OperationRow[] = [
  { name: "Conv2D", ms: 4, share: 0.5 },
  { name: "MaxPool", ms: 2, share: 0.25 },
  { name: "Relu", ms: 1, share: 0.125 },
];

/** 04-6: a profile, read. */
export const costliestOperation = exercise<Reading>({
  points: 2,
  hints: [
    "Rows are sorted, the longest first: look at the first one of the operations.",
    "report.byOperation is the same table as a list: report.byOperation[0] has a name and a share between 0 and 1.",
    "Were it free, 1 - share of the time would be left. The step would be 1 / (1 - share) times as fast.",
  ],
  reference: { operation: "Conv2D", atMost: 2, profile: exampleProfile },
  judge: ({ value }) => judgeReading(value),
});

/** Nobody else has seen the profile, but what one looks like is known: operations of a training step, whose shares are at most the whole. */
function judgeReading(value: Data): Verdict {
  const wrong = (message: string, fraction = 0): Verdict => ({ fraction, message });
  const { operation, atMost, profile } = (typeof value === "object" && value !== null ? value : {}) as Readonly<Record<string, Data>>;
  if (!Array.isArray(profile) || !profile.every(isRow)) return wrong("Give the rows of your profile besides: profile: report.byOperation.");
  const rows: readonly OperationRow[] = profile;
  const shares = rows.reduce((sum, { share }) => sum + share, 0);
  if (rows.length < exampleProfile.length || !rows.some(({ name }) => name.includes("Conv2D")) || shares > 1.001)
    return wrong(
      "That is not the profile of a step of our network: it has convolutions, and many operations besides. Profile the step that was not compiled.",
    );
  const costliest = rows.reduce((most, row) => (row.ms > most.ms ? row : most));
  const wanted = 1 / (1 - costliest.share);
  const named = operation === costliest.name;
  const given = typeof atMost === "number" ? atMost : Number.NaN;
  const counted = Math.abs(given - wanted) <= tolerance * wanted;
  if (named && counted)
    return {
      fraction: 1,
      message: `${operation} takes ${percent(costliest.share)} of the step; the step would be ${wanted.toFixed(2)} times as fast at most without it.`,
    };
  const half = named || counted ? 0.5 : 0;
  if (!named) return wrong(namedWrongly(operation, rows), half);
  return wrong(`${costliest.name} it is. ${countedWrongly(given, costliest.share)}`, half);
}

function isRow(row: Data): row is OperationRow & { readonly [name: string]: Data } {
  if (typeof row !== "object" || row === null) return false;
  const { name, ms, share } = row as Readonly<Record<string, Data>>;
  return typeof name === "string" && typeof ms === "number" && ms >= 0 && typeof share === "number" && share >= 0;
}

function namedWrongly(operation: Data, rows: readonly OperationRow[]): string {
  if (typeof operation !== "string") return "Give the name of the operation as text, as it stands in the table.";
  if (operation === "between operations") return "Between operations nothing is computed: name an operation.";
  const row = rows.find(({ name }) => name === operation);
  if (!row) return `${operation} is not in the profile: give the name as it stands in the table.`;
  return `${operation} takes ${percent(row.share)} of the step; there is one that takes more. What counts is the time, not the number of calls or bytes.`;
}

function countedWrongly(given: number, share: number): string {
  const is = (value: number): boolean => Math.abs(given - value) <= tolerance * value;
  if (is(1 / share))
    return "1 / share would be all that is left were everything else free. Were only this free, 1 − share of the time would be left.";
  if (is(1 + share)) return "Nearly: not 1 + share. What is left is 1 − share of the time; how many times does that go into the whole?";
  if (is(1 - share)) return "That is the part of the time that is left. How many times as fast is it then?";
  if (is(1 / (1 - share / 100)) || given > 50 || given < 0) return "A share is a part of 1, not a percentage: 30 % is 0.3.";
  return "Were it free, 1 − share of the time would be left. How many times as fast is the step then?";
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
