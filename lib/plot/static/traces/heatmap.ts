import { formatNumber } from "../../number-words.ts";
import type { Trace } from "../../plotly.ts";
import type { Axis } from "../axes.ts";
import { isDark, shadesOf } from "../colour-scale.ts";
import { finite, list, type Plain, part, textOf, wordsOf } from "../plain.ts";
import type { Place } from "./place.ts";

/** A cell for each number, coloured by it, with words on it where the trace has a pattern for them. */
export function heatmap(trace: Trace, { x, y }: Place): Plain {
  const rows = list(trace["z"]).map(list);
  const text = list(trace["text"]).map(list);
  const pattern = textOf(trace["texttemplate"]);
  const words = (column: number, row: number): string => {
    const value = finite(rows[row]?.[column]);
    const number = value === undefined ? "" : formatNumber(value).replace("-", "−");
    const own = wordsOf(text[row]?.[column]);
    return wordsOf(pattern?.replace(/%\{z(?::[^}]*)?\}/g, () => number).replace(/%\{text\}/g, () => own));
  };
  const given = { x: list(trace["x"]), y: list(trace["y"]) };
  const placeOn = ({ names }: Axis, own: readonly unknown[], index: number): number =>
    own.length > 0 ? names.indexOf(String(own[index])) : index;
  const shades = shadesOf(trace);
  const isDarkAt = (value: unknown): boolean => {
    if (!shades || typeof value !== "number") return false;
    const { least, most, steps } = shades;
    const place = Math.round(((value - least) / (most - least)) * (steps.length - 1));
    return isDark(steps[Math.min(steps.length - 1, Math.max(0, place))] ?? "#FFFFFF");
  };
  const textColour = textOf(part(trace["textfont"])["color"]);
  const data = rows.flatMap((row, r) =>
    row.map((value, c) => ({
      value: [placeOn(x, given.x, c), placeOn(y, given.y, r), finite(value) ?? "-", c, r],
      ...(pattern !== undefined && { label: { color: textColour ?? (isDarkAt(value) ? "#FFFFFF" : "#222222") } }),
    })),
  );
  const gap = finite(trace["xgap"]) ?? 0;
  return {
    type: "heatmap",
    data,
    itemStyle: gap > 0 ? { borderWidth: gap, borderColor: "#FFFFFF" } : {},
    progressive: 0,
    label: {
      show: pattern !== undefined,
      fontSize: finite(part(trace["textfont"])["size"]) ?? 12,
      formatter: ({ value }: { readonly value: readonly unknown[] }) => words(Number(value[3]), Number(value[4])),
    },
  };
}
