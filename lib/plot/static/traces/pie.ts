import type { Trace } from "../../plotly.ts";
import { finite, list, numbers, type Plain, wordsOf } from "../plain.ts";

/** Slices with their names and shares, the largest first. */
export function pie(trace: Trace): Plain {
  const labels = list(trace["labels"]).map(wordsOf);
  const hole = finite(trace["hole"]) ?? 0;
  return {
    type: "pie",
    radius: [`${70 * hole}%`, "70%"],
    center: ["42%", "55%"],
    data: numbers(trace["values"])
      .map((value, index) => ({ name: labels[index] ?? "", value }))
      .sort((one, other) => (trace["sort"] === false ? 0 : other.value - one.value)),
    label: { formatter: "{b}: {d}%", fontSize: 13 },
  };
}
