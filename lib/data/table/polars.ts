import { createRequire } from "node:module";
import { inspect } from "node:util";
import type * as Polars from "nodejs-polars";
import { messageOf, Problem } from "../../base/index.ts";
import { displaySymbol, type MimeBundle } from "../../plot/index.ts";
import { planBundle, type ShownColumn, shownColumns, shownRows, tableBundle } from "./display.ts";

/** The types of polars by the names that its documentation has, such as `pl.DataFrame`. */
export declare namespace pl {
  type DataFrame = Polars.DataFrame;
  type LazyDataFrame = Polars.LazyDataFrame;
  type Series = Polars.Series;
  type Expr = Polars.Expr;
}

/**
 * polars, the library for tables, as its documentation for Node.js has it: `pl.col`, `pl.DataFrame`, `pl.scanCSV` … Its tables show
 * themselves with the types of their columns and how many values are missing.
 *
 * @throws Problem `polars-missing` at its first use, where there is no polars for this platform
 * @example
 * const table = pl.DataFrame({ species: ["zebra", "lion"], pictures: [250, 120] });
 * table.filter(pl.col("pictures").gt(200));
 */
export const pl: typeof Polars.pl = new Proxy({} as typeof Polars.pl, {
  get: (_, name) => Reflect.get(polars(), name),
  has: (_, name) => Reflect.has(polars(), name),
  ownKeys: () => Reflect.ownKeys(polars()),
  getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(polars(), name),
});

let loaded: typeof Polars.pl | undefined;

/** The module, loaded when it is first used: that takes a tenth of a second, and it is not there for every platform. */
function polars(): typeof Polars.pl {
  loaded ??= load(createRequire(import.meta.url));
  return loaded;
}

function load(require: NodeJS.Require): typeof Polars.pl {
  try {
    const module = (require("nodejs-polars") as typeof Polars).pl;
    showFrames(require("nodejs-polars/bin/dataframe.js"), require("nodejs-polars/bin/series/index.js"));
    showPlans(require("nodejs-polars/bin/lazy/dataframe.js"));
    return { ...module, Series: showingSeries(module.Series) };
  } catch (cause) {
    const part = `nodejs-polars-${process.platform}-${process.arch}`;
    throw new Problem("polars-missing", `Tables need polars, which can't be loaded here: ${messageOf(cause)}`, {
      hint: `Run \`npm run setup\` again. Where the registry lacks polars' package for this machine (${part}…), all but tables works without it.`,
      cause,
    });
  }
}

/** What is used of polars' own inner tables and columns. */
interface NativeFrame {
  readonly height: number;
  readonly width: number;
  getColumns(): readonly NativeSeries[];
  column(name: string): NativeSeries;
}
type NativeSeries = { readonly polars: "series" };
interface NativePlan {
  readonly columns: readonly string[];
  describeOptimizedPlan(): string;
}

// polars builds every table as an object of its own, without a class that a method could be given to. So the functions that build them are
// wrapped. They work with the inner table, for a column called `height` or `columns` would hide what the outer one has of that name.

function showFrames(
  module: { _DataFrame: (native: NativeFrame) => pl.DataFrame },
  { _Series: columnOf }: { readonly _Series: (native: NativeSeries) => pl.Series },
): void {
  const build = module._DataFrame;
  module._DataFrame = (native) => {
    const frame = build(native);
    // Also what `table.species` calls.
    Object.assign(frame, { getColumn: (name: string) => showingColumn(columnOf(native.column(name))) });
    return showing(frame, () => {
      const columns = native.getColumns().slice(0, shownColumns).map(columnOf);
      return tableBundle(columns.map(shownColumn), { rows: native.height, columns: native.width }, inspect(frame));
    });
  };
}

function showPlans(module: { _LazyDataFrame: (native: NativePlan) => pl.LazyDataFrame }): void {
  const build = module._LazyDataFrame;
  const wrapped = (native: NativePlan): pl.LazyDataFrame =>
    showing(build(native), () => {
      try {
        return planBundle(native.columns, native.describeOptimizedPlan());
      } catch (error) {
        return planBundle({ why: messageOf(error) }, "");
      }
    });
  module._LazyDataFrame = Object.assign(wrapped, build); // which has functions of its own
}

/** polars makes columns from columns by a function that can't be reached: those show themselves as polars' text. */
function showingSeries(build: typeof Polars.Series): typeof Polars.Series {
  const wrapped = (...parts: unknown[]): pl.Series => showingColumn(Reflect.apply(build, undefined, parts) as pl.Series);
  return Object.assign(wrapped, build) as typeof Polars.Series;
}

function showingColumn(column: pl.Series): pl.Series {
  return showing(column, () => tableBundle([shownColumn(column)], { rows: column.length, columns: 1 }, inspect(column)));
}

function shownColumn(column: pl.Series): ShownColumn {
  const all = column.length <= shownRows.head + shownRows.tail;
  return {
    name: column.name,
    type: column.dtype.variant,
    missing: column.nullCount(),
    head: (all ? column : column.head(shownRows.head)).toArray(),
    tail: all ? [] : column.tail(shownRows.tail).toArray(),
  };
}

function showing<T extends object>(value: T, bundle: () => MimeBundle): T {
  return Object.defineProperty(value, displaySymbol, { value: bundle, configurable: true, writable: true });
}
